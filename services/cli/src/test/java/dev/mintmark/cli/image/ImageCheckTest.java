package dev.mintmark.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageCheckTest {
  private static final SigningKey KEY = SigningKey.generate();

  private final SmallImage image = new SmallImage(true);
  private final SmallImage plain = new SmallImage(false);

  @AfterEach
  void stop() {
    image.registry.close();
    plain.registry.close();
  }

  @Test
  void readsEveryObjectAndItsDiffIdsAndTellsTheTargets() throws IOException {
    ImageReport report = check(image, Optional.empty());

    assertThat(report.holds()).isTrue();
    assertThat(report.digest()).isEqualTo(image.index.digest());
    assertThat(report.platforms()).containsExactly("linux/amd64", "linux/arm64");
    assertThat(report.findings())
        .extracting(finding -> finding.object() + ": " + finding.detail())
        .containsExactly(
            "index: digest",
            "image linux/amd64: digest",
            "image linux/arm64: digest",
            "config linux/amd64: digest",
            "layer linux/amd64: digest, diff id",
            "layer linux/amd64: digest, diff id",
            "config linux/arm64: digest",
            "layer linux/arm64: digest, diff id",
            "model file board: digest");
    assertThat(report.signature()).isEqualTo(SignatureState.UNSIGNED);
    TargetNote board = report.targets().getFirst();
    assertThat(board.isUntested()).isTrue();
    assertThat(board.exposureWords()).isEqualTo("device /dev/npu0, device /dev/npu1, gpus all");
    assertThat(report.json().at("/targets/0/tested").asText()).isEqualTo("untested");
    assertThat(report.json().at("/targets/0/exposure/device/1").asText()).isEqualTo("/dev/npu1");
  }

  @Test
  void findsOneChangedByteOfALayer() throws IOException {
    byte[] bytes = image.registry.served(SmallImage.sharedLayer());
    bytes[bytes.length / 2] ^= 1;
    image.registry.swap(SmallImage.sharedLayer(), bytes);

    ImageReport report = check(image, Optional.empty());

    assertThat(report.holds()).isFalse();
    assertThat(bad(report)).hasSize(1);
    assertThat(bad(report).getFirst().digest()).isEqualTo(SmallImage.sharedLayer());
    assertThat(bad(report).getFirst().detail()).contains("(OCI-010)");
  }

  @Test
  void findsALayerThatUnpacksToSomethingElseThanTheConfigSays() throws IOException {
    PlainImage other = new PlainImage("shared".getBytes(UTF_8), "not shared".getBytes(UTF_8));
    try (ImageSource source = other.open()) {
      ImageReport report = new ImageCheck(source).run(Optional.empty(), total -> Progress.NONE);

      assertThat(bad(report)).extracting(Finding::object).containsExactly("layer linux/amd64");
      assertThat(bad(report).getFirst().detail())
          .contains("unpacked it hashes to")
          .contains("(OCI-010)");
    }
    other.close();
  }

  @Test
  void findsABlobThatIsMissing() throws IOException {
    image.registry.remove(SmallImage.sharedLayer());

    assertThat(bad(check(image, Optional.empty())))
        .extracting(Finding::detail)
        .allMatch(detail -> detail.contains("(OCI-012)"));
  }

  @Test
  void refusesAnIndexWhoseManifestIsMissing() {
    image.registry.remove(
        Objects.requireNonNull(image.manifests.get(Platform.LINUX_ARM64)).digest());

    CommandException refusal =
        catchThrowableOfType(CommandException.class, () -> check(image, Optional.empty()));

    assertThat(refusal.code()).isEqualTo("OCI-012");
  }

  @Test
  void verifiesSignaturesByAKey() throws IOException {
    plain.sign(KEY);

    ImageReport report = check(plain, Optional.of(Trust.in(KEY.verificationKey())));

    assertThat(report.signature()).isEqualTo(SignatureState.VERIFIED);
    assertThat(report.findings().getFirst().detail()).isEqualTo("signature, bundle");
    assertThat(report.holds()).isTrue();
  }

  @Test
  void refusesWhatAnotherKeySigned() throws IOException {
    plain.sign(SigningKey.generate());

    ImageReport report = check(plain, Optional.of(Trust.in(KEY.verificationKey())));

    assertThat(report.signature()).isEqualTo(SignatureState.REFUSED);
    assertThat(report.holds()).isFalse();
  }

  @Test
  void refusesWhatNobodySignedWhenAKeyIsGiven() throws IOException {
    assertThat(check(plain, Optional.of(Trust.in(KEY.verificationKey()))).signature())
        .isEqualTo(SignatureState.REFUSED);
  }

  @Test
  void aMirrorIsVerifiedForTheRepositoryThatWasSigned() throws IOException {
    plain.sign(KEY);
    try (ImageSource source =
        RegistryImage.of(
            plain.registry.uri(),
            ImageReference.parse(SmallImage.REPOSITORY + ":v1.0.0"),
            Credentials.anonymous(),
            Optional.of(new RepositoryName("other/app")))) {
      ImageReport report =
          new ImageCheck(source)
              .run(Optional.of(Trust.in(KEY.verificationKey())), total -> Progress.NONE);

      assertThat(report.signature()).isEqualTo(SignatureState.REFUSED);
      assertThat(bad(report).getFirst().detail()).contains("not for other/app");
    }
  }

  @Test
  void saysThatSignaturesWereNotCheckedWithoutAKey() throws IOException {
    plain.sign(KEY);

    assertThat(check(plain, Optional.empty()).signature()).isEqualTo(SignatureState.UNCHECKED);
  }

  @Test
  void takesOnePlatformsManifestByItself() throws IOException {
    plain.sign(KEY);
    String reference =
        SmallImage.REPOSITORY
            + "@"
            + Objects.requireNonNull(plain.manifests.get(Platform.LINUX_ARM64)).digest();
    try (ImageSource source = Opened.open(plain, reference)) {
      ImageReport report =
          new ImageCheck(source)
              .run(Optional.of(Trust.in(KEY.verificationKey())), total -> Progress.NONE);

      assertThat(report.platforms()).containsExactly("linux/arm64");
      assertThat(report.signature()).isEqualTo(SignatureState.VERIFIED);
      assertThat(report.holds()).isTrue();
    }
  }

  private static ImageReport check(SmallImage image, Optional<Trust> key) throws IOException {
    try (ImageSource source = Opened.byTag(image)) {
      return new ImageCheck(source).run(key, total -> Progress.NONE);
    }
  }

  private static List<Finding> bad(ImageReport report) {
    return report.findings().stream().filter(finding -> !finding.ok()).toList();
  }
}
