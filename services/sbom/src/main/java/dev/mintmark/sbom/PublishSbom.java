package dev.mintmark.sbom;

import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.sbom.attach.Attachment;
import dev.mintmark.sbom.bom.BomDocument;
import dev.mintmark.sbom.bom.BomWriter;
import dev.mintmark.sbom.bom.ImageBom;
import dev.mintmark.sbom.bom.ModelBom;
import dev.mintmark.sbom.check.CompletenessCheck;
import dev.mintmark.sbom.release.Release;
import dev.mintmark.sbom.release.ReleaseReader;
import dev.mintmark.sbom.release.SbomCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The step: a pure function of the hand-offs and of the artifacts that they name. */
final class PublishSbom implements Step<ImageBuilt, SbomPublished> {
  private final ReleaseReader reader;
  private final BomWriter writer;
  private final Attachment attachment;

  PublishSbom(ArtifactStore store, EventChain events, Path workDir) {
    this.reader = new ReleaseReader(store, events, workDir);
    this.writer = new BomWriter();
    this.attachment = new Attachment(store);
  }

  @Override
  public Outcome<SbomPublished> apply(Incoming<ImageBuilt> incoming) throws IOException {
    try {
      List<Document> documents = documents(reader.read(incoming));
      return new Outcome.Produced<>(
          new SbomPublished(incoming.nextLink(incoming.event().getHandOff()), documents));
    } catch (IllegalArgumentException | OciException e) {
      // Values that no step may write: they will be as wrong next time.
      return new Outcome.Rejected<>(
          SbomCode.MALFORMED.refusal(
              "the release " + incoming.release(),
              String.valueOf(e.getMessage()),
              "build the release again; if it comes back, a step is broken"));
    }
  }

  private List<Document> documents(Release release) {
    List<Document> documents = new ArrayList<>();
    SizeOfAll size = new SizeOfAll();
    SortedMap<String, String> links = new TreeMap<>();
    for (ModelArtifact model : release.built().getModels()) {
      String target = model.getTarget();
      BomDocument bom = writer.write("model " + target, ModelBom.of(release, model));
      CompletenessCheck.model(release, model, bom.bytes());
      size.add(bom);
      links.put(target, bom.link());
      documents.add(attachment.attach(release, Kind.MODEL, target, model.getManifest(), bom));
    }
    for (PlatformImage image : release.built().getImages()) {
      String platform = image.getPlatform();
      BomDocument bom = writer.write("image " + platform, ImageBom.of(release, image, links));
      CompletenessCheck.image(release, image, bom.bytes());
      size.add(bom);
      documents.add(attachment.attach(release, Kind.IMAGE, platform, image.getManifest(), bom));
    }
    documents.sort(Comparator.comparing(Document::getKind).thenComparing(Document::getOf));
    return documents;
  }
}
