package dev.mintmark.signer.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.release.ReleaseEnv;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that is signed of checked contents. The line signs it and a rebuild hands it on unsigned:
 * both take it from here.
 */
final class ReleasePayloads {
  /** 9999-12-31T23:59:59Z: RFC 3339 has no later one. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final ReleaseContents contents;
  private final StatementWriter statements;

  ReleasePayloads(ReleaseContents contents) {
    this.contents = contents;
    this.statements = new StatementWriter(contents);
  }

  /** The only time in what is signed: the source's own. */
  Instant created() {
    long epoch = contents.chain().request().getSource().getEpoch();
    if (epoch < 0 || epoch > LAST_SECOND) {
      throw new IllegalArgumentException("not a time of four-digit years: epoch " + epoch);
    }
    return Instant.ofEpochSecond(epoch);
  }

  /** The manifests that are signed: index, images, models. */
  List<Artifact> manifests() {
    ImageBuilt built = contents.chain().built();
    return Stream.of(
            Stream.of(built.getIndex()),
            built.getImages().stream().map(image -> image.getManifest()),
            built.getModels().stream().map(model -> model.getManifest()))
        .flatMap(manifests -> manifests)
        .distinct()
        .map(ArtifactReferences::toArtifact)
        .toList();
  }

  /** The release statement of a target. */
  byte[] env(ModelArtifact model) {
    return ReleaseEnv.write(statements.statement(model));
  }

  /** The files of a target's model artifact, by the names under which they are pulled. */
  ModelStatement modelFiles(ModelArtifact model) {
    Map<String, Digest> files = new TreeMap<>();
    files.put("model.onnx", Digest.parse(model.getModel().getDigest()));
    contents.smoke().entries().forEach(e -> files.put("smoke/" + e.path(), e.digest()));
    expected(model).entries().forEach(e -> files.put("expected/" + e.path(), e.digest()));
    return new ModelStatement(
        contents.chain().request().getName(), ModelFiles.of(files), List.of());
  }

  private Tree expected(ModelArtifact model) {
    Tree expected = contents.expected().get(model.getTarget());
    if (expected == null) {
      throw new NoSuchElementException("no recorded outputs for " + model.getTarget());
    }
    return expected;
  }
}
