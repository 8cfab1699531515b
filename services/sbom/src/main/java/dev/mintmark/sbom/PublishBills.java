package dev.mintmark.sbom;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.sbom.document.Completeness;
import dev.mintmark.sbom.document.DocumentWriter;
import dev.mintmark.sbom.document.ImageDocument;
import dev.mintmark.sbom.document.ModelDocument;
import dev.mintmark.sbom.release.ReleaseFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ImageFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ModelFacts;
import dev.mintmark.sbom.release.ReleaseReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * image.built to sbom.published: a document for each platform's image and each target's model, each
 * read again and found complete before it is stored, each attached to its manifest.
 */
final class PublishBills implements Step<ImageBuilt, SbomPublished> {
  private static final byte[] EMPTY_CONFIG = "{}".getBytes(US_ASCII);

  private final ArtifactStore store;
  private final ReleaseReader reader;
  private final String tool;

  PublishBills(ArtifactStore store, EventChain chain, String tool) {
    this.store = store;
    this.reader = new ReleaseReader(store, chain);
    this.tool = tool;
  }

  @Override
  public Outcome<SbomPublished> apply(Incoming<ImageBuilt> incoming) {
    ReleaseFacts facts = reader.read(incoming.event());
    List<Document> documents = new ArrayList<>();
    facts.images().forEach(image -> documents.add(image(facts, image)));
    facts.models().forEach(model -> documents.add(model(facts, model)));
    documents.sort(Comparator.comparing(Document::getKind).thenComparing(Document::getOf));
    return new Outcome.Produced<>(
        new SbomPublished(incoming.nextLink(incoming.event().getHandOff()), documents));
  }

  private Document image(ReleaseFacts facts, ImageFacts image) {
    byte[] bytes = DocumentWriter.write(new ImageDocument(facts, tool).of(image));
    Completeness.checkImage(bytes, facts, image);
    return attach(
        facts, Kind.IMAGE, image.image().getPlatform(), image.image().getManifest(), bytes);
  }

  private Document model(ReleaseFacts facts, ModelFacts model) {
    byte[] bytes = DocumentWriter.write(new ModelDocument(facts, tool).of(model));
    Completeness.checkModel(bytes, facts, model);
    return attach(facts, Kind.MODEL, model.target().name(), model.artifact().getManifest(), bytes);
  }

  private Document attach(
      ReleaseFacts facts, Kind kind, String of, ArtifactReference subject, byte[] bytes) {
    Artifact document = store.put(bytes, MediaTypes.CYCLONEDX);
    Artifact config = store.put(EMPTY_CONFIG, Descriptor.EMPTY.mediaType());
    String created = Instant.ofEpochSecond(facts.request().getSource().getEpoch()).toString();
    Manifest manifest =
        Manifest.ofArtifact(
            MediaTypes.CYCLONEDX,
            List.of(Descriptor.of(document, Map.of(Annotations.TITLE, "sbom.cdx.json"))),
            Descriptor.of(ArtifactReferences.toArtifact(subject)),
            Map.of(Annotations.CREATED, created));
    return new Document(
        kind,
        of,
        subject,
        ArtifactReferences.toReference(document),
        ArtifactReferences.toReference(store.put(manifest.bytes(), manifest.mediaType())),
        ArtifactReferences.toReference(config));
  }
}
