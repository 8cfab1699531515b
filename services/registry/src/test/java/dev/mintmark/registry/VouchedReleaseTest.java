package dev.mintmark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.registry.publish.Vouching;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.evidence.Attestations;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.evidence.Provenance;
import dev.mintmark.verify.evidence.Resource;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing becomes visible that release and evidence key do not vouch for. */
class VouchedReleaseTest {
  private static final SigningKey RELEASE = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();
  private static final String REPOSITORY = "vision/face-detect";

  @TempDir Path folder;
  private ArtifactStore store;
  private MemoryPointers pointers;
  private Release release;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder);
    pointers = new MemoryPointers();
    release = new Release(store, new ReleaseId("face-detect", "v1.0.0"));
  }

  @Test
  void publishesWhatBothKeysVouchFor() {
    sign(RELEASE, EVIDENCE);
    assertThat(publish()).isEqualTo("published");
  }

  @Test
  void refusesWhatOnlyTheReleaseKeySigned() {
    sign(RELEASE, RELEASE);
    assertThat(publish()).isEqualTo("REG-013");
    assertThat(pointers.list("", null, 1)).isEmpty();
  }

  @Test
  void refusesWhatOnlyTheEvidenceKeySigned() {
    sign(EVIDENCE, EVIDENCE);
    assertThat(publish()).isEqualTo("REG-013");
  }

  @ParameterizedTest(name = "without {0}")
  @ValueSource(
      strings = {
        "https://sigstore.dev/cosign/sign/v1",
        "https://cyclonedx.org/bom",
        "https://slsa.dev/provenance/v1"
      })
  void refusesAReleaseThatLacksOne(String predicateType) {
    sign(RELEASE, EVIDENCE);
    PublishedObject lost =
        release.objects.reversed().stream()
            .filter(object -> states(object, predicateType))
            .findFirst()
            .orElseThrow();
    release.objects.remove(lost);
    assertThat(publish()).isEqualTo("REG-013");
  }

  private boolean states(PublishedObject object, String predicateType) {
    byte[] manifest = store.read(Digest.parse(object.getManifest().getDigest()), 1 << 20);
    return object.getSubject() != null
        && new String(manifest, java.nio.charset.StandardCharsets.UTF_8)
            .contains("\"dev.sigstore.bundle.predicateType\":\"" + predicateType + "\"");
  }

  private void sign(SigningKey key, SigningKey evidence) {
    ImageSigner signer = new ImageSigner(key, Instant.EPOCH);
    for (Artifact image : release.images.values()) {
      add(signer.bundleReferrer(image, REPOSITORY));
      attest(evidence, image, sbom(image), provenance(image));
    }
    add(signer.bundleReferrer(release.index, REPOSITORY));
    attest(evidence, release.index, provenance(release.index));
  }

  private void attest(SigningKey key, Artifact subject, Statement... statements) {
    List<Attestations.Signed> all = new ArrayList<>();
    for (Statement statement : statements) {
      all.add(
          new Attestations.Signed(
              EvidenceType.of(statement.predicateType()).orElseThrow(),
              SigstoreBundle.sign(statement, key)));
    }
    Attestations attestations = new Attestations(subject, all);
    attestations.referrers(Instant.EPOCH).forEach(this::add);
    add(attestations.tag());
  }

  private static Statement sbom(Artifact subject) {
    return new Statement(
        List.of(new Subject(Optional.of(REPOSITORY), subject.digest())),
        EvidenceType.SBOM.predicateType(),
        CanonicalJson.object().put("bomFormat", "CycloneDX"));
  }

  private static Statement provenance(Artifact subject) {
    String request = Digest.of(new byte[1]).hex();
    List<Resource> requested = List.of(Resource.of("request", request, MediaTypes.EVENT, Map.of()));
    return new Statement(
        List.of(new Subject(Optional.of(REPOSITORY), subject.digest())),
        EvidenceType.PROVENANCE.predicateType(),
        new Provenance(
                CanonicalJson.object().put("requestDigest", "sha256:" + request),
                CanonicalJson.object(),
                requested,
                "0.1.0",
                requested)
            .predicate());
  }

  private void add(ArtifactManifest made) {
    List<ArtifactManifest.Blob> blobs =
        Stream.concat(Stream.of(made.config()), made.layers().stream()).toList();
    Stream.concat(Stream.of(made.bytes()), blobs.stream())
        .forEach(blob -> store.put(blob.content(), blob.artifact().mediaType()));
    release.objects.add(
        new PublishedObject(
            ArtifactReferences.toReference(made.bytes().artifact()),
            blobs.stream()
                .map(blob -> ArtifactReferences.toReference(blob.artifact()))
                .distinct()
                .toList(),
            made.subject().map(Digest::toString).orElse(null),
            made.tag().orElse(null)));
  }

  private String publish() {
    Vouching vouching = new Vouching(RELEASE.verificationKey(), EVIDENCE.verificationKey());
    try {
      Outcome<ReleasePublished> outcome =
          new PublishRelease(store, pointers, Optional.of(vouching)).apply(release.incoming());
      return outcome instanceof Outcome.Produced<ReleasePublished> ? "published" : "not published";
    } catch (RefusedException e) {
      return e.refusal().code();
    }
  }
}
