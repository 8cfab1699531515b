package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.registry.publish.PublishVerdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishVerdictTest {
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final String VERDICT = "https://mintmark.dev/attestation/reproduction/v1";
  private static final ReleaseId ID = new ReleaseId("face-detect", "v1.0.0");
  private static final RepositoryName NAME = new RepositoryName("vision/face-detect");

  @TempDir Path folder;
  private ArtifactStore store;
  private Pointers pointers;
  private Release release;

  @BeforeEach
  void publishRelease() {
    store = new FolderArtifactStore(folder);
    pointers = new MemoryPointers();
    release = new Release(store, ID);
    new PublishRelease(store, pointers).apply(release.incoming());
  }

  /** A verdict's attestation, stored. */
  private VerdictSigned signed(Artifact subject, String type, String states) {
    Artifact bundle = store.put("{\"verdict\":1}".getBytes(UTF_8), type);
    Manifest manifest =
        Manifest.ofArtifact(
            type,
            List.of(Descriptor.of(bundle)),
            Descriptor.of(subject),
            Map.of("dev.sigstore.bundle.predicateType", states));
    store.put("{}".getBytes(UTF_8), OciMediaTypes.EMPTY);
    Artifact stored = store.put(manifest.bytes(), manifest.mediaType());
    String request = Digest.of(new byte[0]).toString();
    return new VerdictSigned(
        new HandOff(ID.name(), ID.version(), request, request),
        "rebuild-1",
        NAME.value(),
        subject.digest().toString(),
        "key",
        ArtifactReferences.toReference(bundle),
        ArtifactReferences.toReference(stored),
        manifest.children().stream()
            .map(child -> ArtifactReferences.toReference(child.artifact()))
            .toList());
  }

  private VerdictSigned signed() {
    return signed(release.index, BUNDLE, VERDICT);
  }

  private VerdictPublished publish(VerdictSigned event) {
    Incoming<VerdictSigned> incoming =
        new Incoming<>(
            event,
            Digest.of(EventCodec.write(event)),
            ID,
            new Position("mintmark.verdict.signed.v1", 0, 0),
            "live");
    return switch (new PublishVerdict(store, pointers).apply(incoming)) {
      case Outcome.Produced<VerdictPublished>(VerdictPublished published) -> published;
      case Outcome<VerdictPublished> other -> throw new AssertionError("not published: " + other);
    };
  }

  @Test
  void showsTheAttestationAmongWhatRefersToTheIndex() {
    VerdictPublished published = publish(signed());

    Repository repository = new Repository(pointers, NAME);
    assertThat(published.getSubject()).isEqualTo(release.index.digest().toString());
    assertThat(published.getRun()).isEqualTo("rebuild-1");
    assertThat(repository.referrers(release.index.digest(), null, 10))
        .filteredOn(d -> d.digest().toString().equals(published.getManifest().getDigest()))
        .singleElement()
        .satisfies(d -> {
          assertThat(d.artifactType()).isEqualTo(BUNDLE);
          assertThat(d.annotations()).containsEntry("dev.sigstore.bundle.predicateType", VERDICT);
        });
    signed()
        .getBlobs()
        .forEach(blob ->
            assertThat(repository.blob(Digest.parse(blob.getDigest()))).hasValue(blob.getSize()));
  }

  @Test
  void changesNothingWhenItIsPublishedAgain() {
    VerdictPublished first = publish(signed());
    List<String> keys = pointers.list("", null, Integer.MAX_VALUE);

    assertThat(publish(signed())).isEqualTo(first);
    assertThat(pointers.list("", null, Integer.MAX_VALUE)).isEqualTo(keys);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        row(
            "a release that is not published",
            "REG-009",
            t -> {
              t.pointers = new MemoryPointers();
              return t.signed();
            }),
        row(
            "another manifest than the release's index",
            "REG-009",
            t -> t.signed(t.release.images.values().iterator().next(), BUNDLE, VERDICT)),
        row(
            "a signature in a verdict's place",
            "REG-010",
            t -> t.signed(t.release.index, BUNDLE, "https://sigstore.dev/cosign/sign/v1")),
        row(
            "something that is no bundle",
            "REG-010",
            t -> t.signed(t.release.index, MediaTypes.CYCLONEDX, VERDICT)),
        row(
            "a malformed repository",
            "REG-001",
            t -> {
              VerdictSigned event = t.signed();
              event.put("repository", "host:5000/x");
              return event;
            }),
        row(
            "another subject than the manifest's",
            "REG-003",
            t -> {
              VerdictSigned event =
                  t.signed(t.release.images.values().iterator().next(), BUNDLE, VERDICT);
              event.put("subject", t.release.index.digest().toString());
              return event;
            }),
        row(
            "a blob too few",
            "REG-003",
            t -> {
              VerdictSigned event = t.signed();
              event.put("blobs", List.of());
              return event;
            }),
        row(
            "a manifest of another size",
            "REG-003",
            t -> {
              VerdictSigned event = t.signed();
              ArtifactReference manifest = event.getManifest();
              event.put(
                  "manifest",
                  new ArtifactReference(manifest.getDigest(), manifest.getMediaType(), 1L));
              return event;
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusesAndShowsNothingOf(String name, String code, Change change) {
    VerdictSigned event = change.of(this);
    List<String> before = pointers.list("", null, Integer.MAX_VALUE);

    assertThatThrownBy(() -> publish(event))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
    assertThat(pointers.list("", null, Integer.MAX_VALUE)).isEqualTo(before);
  }

  /** Makes what is refused. */
  @FunctionalInterface
  interface Change {
    VerdictSigned of(PublishVerdictTest test);
  }

  private static Arguments row(String name, String code, Change change) {
    return arguments(name, code, change);
  }
}
