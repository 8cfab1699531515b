package dev.mintmark.signer.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.release.ReleaseEnv;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * The statements of checked contents. The line signs them and a rebuild hands them on unsigned:
 * both take them from here.
 */
final class ReleasePayloads {
  private final ReleaseContents contents;
  private final StatementWriter statements;

  ReleasePayloads(ReleaseContents contents) {
    this.contents = contents;
    this.statements = new StatementWriter(contents);
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
