package dev.mintmark.signer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.model.ModelVerifier;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignReleaseTest {
  private static final String TITLE = "org.opencontainers.image.title";
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();
  private static final ReleaseVerifier VERIFIER =
      new ReleaseVerifier(List.of(KEY.verificationKey()));

  @TempDir Path folder;
  private FolderArtifactStore store;
  private Incoming<SbomPublished> incoming;
  private ImageBuilt built;
  private ReleaseSigned signed;

  @BeforeEach
  void sign() {
    store = new FolderArtifactStore(folder.resolve("store"));
    incoming = new SampleLine(store).run();
    built =
        new EventChain(store).read(incoming.event().getHandOff().getPrevious(), ImageBuilt.class);
    signed = signed(store, incoming);
  }

  @Test
  void answersInTheChainOfTheRelease() {
    assertThat(signed.getHandOff().getRequest())
        .isEqualTo(incoming.event().getHandOff().getRequest());
    Incoming<?> attested = new SampleLine(store).attested(incoming, EVIDENCE);
    assertThat(signed.getHandOff().getPrevious()).isEqualTo(attested.value().toString());
    assertThat(signed.getRepository()).isEqualTo(SampleLine.REPOSITORY);
    assertThat(signed.getTag()).isEqualTo("v1.0.0");
    assertThat(signed.getIndex()).isEqualTo(built.getIndex());
    assertThat(signed.getKey()).isEqualTo(KEY.verificationKey().hint());
  }

  @Test
  void signsIndexImagesAndModelsForCosign2() {
    for (Digest subject : signedManifests()) {
      PublishedObject tag = only(o -> ("sha256-" + subject.hex() + ".sig").equals(o.getTag()));
      Descriptor layer = manifest(tag).layers().getFirst();
      String signature = layer.annotations().get("dev.cosignproject.cosign/signature");
      assertThat(
              VERIFIER.verifySimpleSigning(
                  read(layer.digest()),
                  Base64.getDecoder().decode(signature),
                  subject,
                  SampleLine.REPOSITORY))
          .isInstanceOf(Verdict.Verified.class);
    }
  }

  @Test
  void signsIndexImagesAndModelsForCosign3() {
    for (Digest subject : signedManifests()) {
      PublishedObject referrer =
          only(o ->
              subject.toString().equals(o.getSubject())
                  && "application/vnd.dev.sigstore.bundle.v0.3+json"
                      .equals(manifest(o).artifactType())
                  && BundleReferrer.mayState(
                      manifest(o).annotations(), ImageSigner.PREDICATE_TYPE));
      assertThat(
              VERIFIER.verifyBundle(
                  read(manifest(referrer).layers().getFirst().digest()),
                  subject,
                  SampleLine.REPOSITORY))
          .isInstanceOf(Verdict.Verified.class);
    }
  }

  @Test
  void saysForEachTargetWhatADeviceNeeds() {
    assertThat(signed.getStatements())
        .extracting(Statement::getTarget)
        .containsExactly("cpu-amd64", "cpu-arm64");
    for (Statement statement : signed.getStatements()) {
      ReleaseStatement read = verified(statement);
      assertThat(read.image().manifest().digest())
          .hasToString(
              built.getImages().stream()
                  .filter(image -> image.getPlatform().equals(read.platform()))
                  .findFirst()
                  .orElseThrow()
                  .getManifest()
                  .getDigest());
      assertThat(read.model().smoke())
          .extracting(file -> file.path())
          .containsExactly("face.npy", "hand.npy");
      assertThat(read.model().expected())
          .extracting(file -> file.path())
          .contains("face/" + read.target() + ".npy", "face/tolerance");
    }
  }

  @Test
  void signsTheFilesOfEachModelArtifactAsTheyArePulled() {
    ModelVerifier verifier = new ModelVerifier(List.of(KEY.verificationKey()));
    for (ModelArtifact model : built.getModels()) {
      PublishedObject object =
          only(o ->
              model.getManifest().getDigest().equals(o.getSubject())
                  && MediaTypes.MODEL_SIGNATURE.equals(manifest(o).artifactType()));
      Descriptor layer = manifest(object).layers().getFirst();
      assertThat(layer.annotations()).containsEntry(TITLE, "model.sig");
      Map<String, Digest> pulled = new HashMap<>();
      OciReader.manifest(read(Digest.parse(model.getManifest().getDigest())))
          .layers()
          .forEach(file -> pulled.put(file.annotations().get(TITLE), file.digest()));

      Verdict<ModelStatement> verdict =
          verifier.verify(read(layer.digest()), ModelFiles.of(pulled));

      assertThat(verdict)
          .isInstanceOfSatisfying(
              Verdict.Verified.class,
              verified ->
                  assertThat(((ModelStatement) verified.what()).name()).isEqualTo("face-detect"));
      pulled.remove("model.onnx");
      assertThat(verifier.verify(read(layer.digest()), ModelFiles.of(pulled)))
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  /** cosign takes any bundle of a key that it finds for an image signature: it must not find it. */
  @Test
  void doesNotShowTheSignatureOfAModelsFilesToCosign() {
    assertThat(
            signed.getObjects().stream()
                .map(object -> object.getBlobs().stream().map(blob -> blob.getMediaType()).toList())
                .filter(types -> types.contains(MediaTypes.MODEL_SIGNATURE)))
        .hasSize(2)
        .allSatisfy(types -> assertThat(types).doesNotContain(SigstoreBundle.MEDIA_TYPE));
  }

  private ReleaseStatement verified(Statement statement) {
    String platform = "linux/" + statement.getTarget().substring("cpu-".length());
    Verdict<ReleaseStatement> verdict =
        VERIFIER.verifyStatement(
            read(Digest.parse(statement.getStatement().getDigest())),
            read(Digest.parse(statement.getSignature().getDigest())),
            new ReleaseExpectation(
                statement.getTarget(),
                platform,
                SampleLine.REPOSITORY,
                Optional.of(Digest.parse(built.getIndex().getDigest())),
                Optional.of("v1.0.0")));
    assertThat(verdict).isInstanceOf(Verdict.Verified.class);
    return ((Verdict.Verified<ReleaseStatement>) verdict).what();
  }

  @Test
  void attachesEachStatementToTheIndex() {
    for (Statement statement : signed.getStatements()) {
      PublishedObject object = only(o -> o.getBlobs().contains(statement.getStatement()));
      assertThat(object.getSubject()).isEqualTo(built.getIndex().getDigest());
      Manifest manifest = manifest(object);
      assertThat(manifest.artifactType()).isEqualTo(MediaTypes.RELEASE_ENV);
      assertThat(manifest.annotations())
          .containsEntry("dev.mintmark.target", statement.getTarget())
          .containsEntry("org.opencontainers.image.created", "2026-05-28T20:26:40Z");
      assertThat(manifest.layers())
          .extracting(layer -> layer.annotations().get("org.opencontainers.image.title"))
          .containsExactly("release.env", "release.env.sig");
    }
  }

  @Test
  void listsEveryObjectOnceAfterAllThatItRefersTo() {
    Set<String> visible = new HashSet<>();
    for (PublishedObject object : signed.getObjects()) {
      assertThat(visible.add(object.getManifest().getDigest())).isTrue();
      if (object.getManifest().equals(built.getIndex())) {
        OciReader.index(read(Digest.parse(built.getIndex().getDigest())))
            .manifests()
            .forEach(child -> assertThat(visible).contains(child.digest().toString()));
      } else {
        assertThat(object.getBlobs()).doesNotHaveDuplicates();
        assertThat(object.getBlobs())
            .extracting(ArtifactReference::getDigest)
            .containsExactlyElementsOf(
                manifest(object).children().stream()
                    .map(child -> child.digest().toString())
                    .distinct()
                    .toList());
      }
      if (object.getSubject() != null) {
        assertThat(visible).contains(object.getSubject());
      }
    }
    // 2 models, 2 images, the index, 4 bills of materials, 5 times 2 signatures, 2 statements, 2
    // model signatures, 4 and 5 attestations, and 5 tags of theirs
    assertThat(signed.getObjects()).hasSize(2 + 2 + 1 + 4 + 10 + 2 + 2 + 9 + 5);
  }

  @Test
  void storesEveryObjectThatItLists() {
    for (PublishedObject object : signed.getObjects()) {
      List<ArtifactReference> all = new ArrayList<>(object.getBlobs());
      all.add(object.getManifest());
      for (ArtifactReference reference : all) {
        assertThat(read(Digest.parse(reference.getDigest()))).hasSize((int) reference.getSize());
      }
    }
  }

  @Test
  void signsTheSameReleaseTheSameInAnotherPlaceZoneAndLanguage() {
    TimeZone zone = TimeZone.getDefault();
    Locale locale = Locale.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      FolderArtifactStore other = new FolderArtifactStore(folder.resolve("other"));
      ReleaseSigned again = signed(other, new SampleLine(other).run());
      assertThat(EventCodec.write(again)).isEqualTo(EventCodec.write(signed));
    } finally {
      TimeZone.setDefault(zone);
      Locale.setDefault(locale);
    }
  }

  @Test
  void leavesNoHostOrClockInWhatItSigns() {
    for (PublishedObject object : signed.getObjects()) {
      for (ArtifactReference blob : object.getBlobs()) {
        if (blob.getMediaType().contains("cosign")
            || blob.getMediaType().contains("mintmark.release")) {
          assertThat(new String(read(Digest.parse(blob.getDigest())), US_ASCII))
              .doesNotContain("localhost", "127.0.0.1", "20" + "26-");
        }
      }
    }
    assertThat(new String(EventCodec.write(signed), UTF_8)).doesNotContain("http://");
  }

  private static ReleaseSigned signed(FolderArtifactStore store, Incoming<SbomPublished> incoming) {
    Outcome<ReleaseSigned> outcome =
        new SignRelease(store, new EventChain(store), KEY, EVIDENCE.verificationKey())
            .apply(new SampleLine(store).attested(incoming, EVIDENCE));
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<ReleaseSigned>) outcome).event();
  }

  private List<Digest> signedManifests() {
    List<Digest> manifests = new ArrayList<>();
    manifests.add(Digest.parse(built.getIndex().getDigest()));
    built.getImages().forEach(i -> manifests.add(Digest.parse(i.getManifest().getDigest())));
    built.getModels().forEach(m -> manifests.add(Digest.parse(m.getManifest().getDigest())));
    return manifests;
  }

  private PublishedObject only(java.util.function.Predicate<PublishedObject> wanted) {
    return signed.getObjects().stream()
        .filter(o -> !o.getManifest().equals(built.getIndex()))
        .filter(wanted)
        .collect(
            java.util.stream.Collectors.collectingAndThen(
                java.util.stream.Collectors.toList(),
                found -> {
                  assertThat(found).hasSize(1);
                  return found.getFirst();
                }));
  }

  private Manifest manifest(PublishedObject object) {
    return OciReader.manifest(read(Digest.parse(object.getManifest().getDigest())));
  }

  private byte[] read(Digest digest) {
    return store.read(digest, 1 << 20);
  }
}
