package dev.mintmark.signer.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.evidence.v1.AttachedObject;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.verify.cosign.ArtifactManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the registry makes visible, in its order: nothing refers to a thing that is not there yet.
 */
final class PublicationList {
  private final ArtifactStore store;
  private final List<PublishedObject> objects = new ArrayList<>();

  PublicationList(ArtifactStore store) {
    this.store = store;
  }

  /** Models, images, the index that names them, the bills of materials. */
  void addRelease(ReleaseChain chain) {
    chain
        .built()
        .getModels()
        .forEach(model -> add(model.getManifest(), model.getConfig(), model.getLayers(), null));
    chain
        .built()
        .getImages()
        .forEach(image ->
            add(
                image.getManifest(),
                image.getConfig(),
                image.getLayers().stream().map(layer -> layer.getBlob()).toList(),
                null));
    objects.add(new PublishedObject(chain.built().getIndex(), List.of(), null, null));
    chain
        .documented()
        .getDocuments()
        .forEach(document ->
            add(
                document.getManifest(),
                document.getConfig(),
                List.of(document.getDocument()),
                document.getSubject().getDigest()));
  }

  /** What carries attestations, as it was handed on. */
  void addEvidence(List<AttachedObject> evidence) {
    evidence.forEach(object ->
        objects.add(
            new PublishedObject(
                object.getManifest(), object.getBlobs(), object.getSubject(), object.getTag())));
  }

  /** Stores a manifest that was made here, with its blobs. */
  void store(ArtifactManifest made) {
    store(made.bytes());
    store(made.config());
    made.layers().forEach(this::store);
    List<ArtifactReference> blobs =
        distinct(made.config().artifact(), made.layers().stream().map(b -> b.artifact()).toList());
    objects.add(
        new PublishedObject(
            ArtifactReferences.toReference(made.bytes().artifact()),
            blobs,
            made.subject().map(Digest::toString).orElse(null),
            made.tag().orElse(null)));
  }

  List<PublishedObject> objects() {
    return List.copyOf(objects);
  }

  private void store(ArtifactManifest.Blob blob) {
    store.put(blob.content(), blob.artifact().mediaType());
  }

  private void add(
      ArtifactReference manifest,
      ArtifactReference config,
      List<ArtifactReference> layers,
      @Nullable String subject) {
    List<ArtifactReference> blobs =
        Stream.concat(Stream.of(config), layers.stream()).distinct().toList();
    objects.add(new PublishedObject(manifest, blobs, subject, null));
  }

  private static List<ArtifactReference> distinct(Artifact config, List<Artifact> layers) {
    return Stream.concat(Stream.of(config), layers.stream())
        .distinct()
        .map(ArtifactReferences::toReference)
        .toList();
  }
}
