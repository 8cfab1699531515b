package dev.mintmark.contract.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other people's clients accept what the line published. Each test skips, and says so, where its
 * client is not there.
 */
@ExtendWith(SharedLine.class)
class ForeignClientsIT {
  @TempDir static Path folder;
  private static Line line;
  private static String image;
  private static String byDigest;

  @BeforeAll
  static void take(Line shared) {
    line = shared;
    var release = line.show("face-detect:v1.0.0");
    String repository =
        line.url("registry").getAuthority() + "/" + release.path("repository").asText();
    image = repository + ":v1.0.0";
    byDigest = repository + "@" + release.path("index").asText();
  }

  @Test
  void skopeoInspectsAndCopiesEveryPlatformWithItsDigest() {
    Assumptions.assumeTrue(Command.isThere("skopeo"), "skopeo is not there; apt install skopeo");

    Command inspect =
        Command.run(
            Map.of(), List.of("skopeo", "inspect", "--tls-verify=false", "docker://" + image));
    Command copy =
        Command.run(
            Map.of(),
            List.of(
                "skopeo",
                "copy",
                "--all",
                "--src-tls-verify=false",
                "docker://" + image,
                "oci:" + folder.resolve("layout") + ":v1.0.0"));

    assertThat(inspect.exit()).as(inspect::toString).isZero();
    assertThat(inspect.output()).contains(byDigest.substring(byDigest.indexOf('@') + 1));
    assertThat(copy.exit()).as(copy::toString).isZero();
  }

  @Test
  void cosign2VerifiesTheSignature() {
    assertCosignVerifies(cosign("cosign-2"));
  }

  @Test
  void cosign3VerifiesTheBundle() {
    assertCosignVerifies(cosign("cosign-3"));
  }

  @Test
  void cosignRefusesAnotherKey() throws Exception {
    Path cosign = cosign("cosign-3");
    Path other = folder.resolve("other.pub");
    try (var keys = Files.newBufferedWriter(other)) {
      var generator = java.security.KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      String der =
          java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
      keys.write("-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n");
    }

    assertThat(verify(cosign, other).exit()).isNotZero();
  }

  static Stream<Arguments> evidence() {
    return Stream.of("cosign-2", "cosign-3")
        .flatMap(cosign ->
            Stream.of(Arguments.of(cosign, "slsaprovenance1"), Arguments.of(cosign, "cyclonedx")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("evidence")
  void cosignVerifiesTheEvidenceWithItsKeyAlone(String name, String type) {
    Path cosign = cosign(name);
    String subject = type.equals("cyclonedx") ? imageOfOnePlatform() : byDigest;
    Command good = verifyEvidence(cosign, line.evidenceKey(), type, subject);
    assertThat(good.exit()).as(good::toString).isZero();
    assertThat(verifyEvidence(cosign, line.publicKey(), type, subject).exit()).isNotZero();
    assertThat(verifyEvidence(cosign, line.evidenceKey(), "vuln", subject).exit()).isNotZero();
  }

  /** The SBOM of an image is about the image of one platform, not about the index. */
  private static String imageOfOnePlatform() {
    for (JsonNode handOff : line.show("face-detect:v1.0.0").path("handOffs")) {
      for (JsonNode use : handOff.path("artifacts")) {
        if (use.path("role").asText().matches("images\\[.*]\\.manifest")) {
          return byDigest.substring(0, byDigest.indexOf('@') + 1) + use.path("digest").asText();
        }
      }
    }
    throw new AssertionError("the release has no image");
  }

  private static Command verifyEvidence(Path cosign, Path key, String type, String subject) {
    List<String> words =
        List.of(
            cosign.toString(),
            "verify-attestation",
            "--key",
            key.toString(),
            "--insecure-ignore-tlog",
            "--type",
            type,
            "--allow-http-registry",
            subject);
    return Command.run(Map.of("HOME", folder.toString()), words);
  }

  private static void assertCosignVerifies(Path cosign) {
    Command verify = verify(cosign, line.publicKey());
    assertThat(verify.exit()).as(verify::toString).isZero();
  }

  private static Command verify(Path cosign, Path key) {
    List<String> words =
        new ArrayList<>(
            List.of(
                cosign.toString(), "verify", "--key", key.toString(), "--insecure-ignore-tlog"));
    words.add("--allow-http-registry");
    words.add(byDigest);
    // A home of its own: a trust root that somebody fetched before must not help.
    return Command.run(Map.of("HOME", folder.toString()), words);
  }

  private static Path cosign(String name) {
    String tools =
        System.getenv()
            .getOrDefault("MINTMARK_COSIGN", Line.PROJECT.resolve("target/tools").toString());
    Path cosign = Path.of(tools, name);
    Assumptions.assumeTrue(
        Files.isExecutable(cosign),
        name + " is not in " + tools + "; run contract-tests/tools/get-cosign.sh " + tools);
    return cosign;
  }
}
