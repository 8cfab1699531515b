package dev.mintmark.signer.evidence;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.evidence.v1.AttachedObject;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.evidence.Attestations;
import dev.mintmark.verify.evidence.Attestations.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The manifests that carry a release's attestations: a function of the signed bundles alone. */
final class AttachedObjects {
  private final ArtifactStore store;
  private final Instant created;
  private final Map<Artifact, List<Signed>> signed = new LinkedHashMap<>();

  AttachedObjects(ArtifactStore store, Instant created) {
    this.store = store;
    this.created = created;
  }

  void add(Evidence evidence, SigstoreBundle bundle) {
    signed
        .computeIfAbsent(evidence.subject(), subject -> new ArrayList<>())
        .add(new Signed(evidence.type(), bundle));
  }

  /** Stores all of them with their blobs; in the order of publishing. */
  List<AttachedObject> stored() {
    List<AttachedObject> objects = new ArrayList<>();
    signed.forEach((subject, all) -> {
      Attestations attestations = new Attestations(subject, all);
      attestations.referrers(created).forEach(made -> objects.add(stored(made)));
      objects.add(stored(attestations.tag()));
    });
    return List.copyOf(objects);
  }

  private AttachedObject stored(ArtifactManifest made) {
    store.put(made.bytes().content(), made.bytes().artifact().mediaType());
    List<ArtifactManifest.Blob> blobs =
        Stream.concat(Stream.of(made.config()), made.layers().stream()).toList();
    blobs.forEach(blob -> store.put(blob.content(), blob.artifact().mediaType()));
    return new AttachedObject(
        ArtifactReferences.toReference(made.bytes().artifact()),
        blobs.stream()
            .map(blob -> ArtifactReferences.toReference(blob.artifact()))
            .distinct()
            .toList(),
        made.subject().map(Digest::toString).orElse(null),
        made.tag().orElse(null));
  }
}
