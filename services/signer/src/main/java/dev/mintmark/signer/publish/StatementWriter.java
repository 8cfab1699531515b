package dev.mintmark.signer.publish;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Boms;
import dev.mintmark.verify.release.Image;
import dev.mintmark.verify.release.Layer;
import dev.mintmark.verify.release.Model;
import dev.mintmark.verify.release.NamedBlob;
import dev.mintmark.verify.release.ReleaseStatement;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;

/** Says of checked contents what a device of one target needs to know. */
final class StatementWriter {
  /** No release raises the floor yet: every later one may be rolled back to this one. */
  private static final long SECURITY_FLOOR = 0;

  private final ReleaseContents contents;

  StatementWriter(ReleaseContents contents) {
    this.contents = contents;
  }

  ReleaseStatement statement(ModelArtifact model) {
    BuildRequested request = contents.chain().request();
    return new ReleaseStatement(
        request.getName(),
        request.getVersion(),
        model.getTarget(),
        model.getPlatform(),
        request.getRepository(),
        image(model.getPlatform()),
        model(model),
        new Boms(bom(Kind.IMAGE, model.getPlatform()), bom(Kind.MODEL, model.getTarget())),
        SECURITY_FLOOR);
  }

  private Image image(String platform) {
    PlatformImage image =
        contents.chain().built().getImages().stream()
            .filter(i -> i.getPlatform().equals(platform))
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("no image for " + platform));
    return new Image(
        Digest.parse(contents.chain().built().getIndex().getDigest()),
        blob(image.getManifest()),
        blob(image.getConfig()),
        image.getLayers().stream()
            .map(layer -> new Layer(blob(layer.getBlob()), Digest.parse(layer.getDiffId())))
            .toList());
  }

  private Model model(ModelArtifact model) {
    Tree expected = contents.expected().get(model.getTarget());
    if (expected == null) {
      throw new NoSuchElementException("no recorded outputs for " + model.getTarget());
    }
    return new Model(
        blob(model.getManifest()),
        blob(model.getModel()),
        files(contents.smoke()),
        files(expected));
  }

  private Blob bom(Kind kind, String of) {
    return contents.chain().documented().getDocuments().stream()
        .filter(document -> document.getKind() == kind && document.getOf().equals(of))
        .map(Document::getDocument)
        .map(StatementWriter::blob)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no bill of materials of " + kind + of));
  }

  private static List<NamedBlob> files(Tree tree) {
    return tree.entries().stream()
        .map(entry -> new NamedBlob(entry.path(), new Blob(entry.digest(), entry.size())))
        .sorted(Comparator.comparing(NamedBlob::path))
        .toList();
  }

  private static Blob blob(ArtifactReference reference) {
    return new Blob(Digest.parse(reference.getDigest()), reference.getSize());
  }
}
