package dev.mintmark.launcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.access.S3Grant;
import dev.mintmark.embedded.access.S3Identity;
import dev.mintmark.embedded.access.S3Verb;
import dev.mintmark.launcher.service.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceAccessTest {
  @Test
  void namesEveryServiceThatIsStarted() {
    assertThat(ServiceAccess.ALL.stream().map(ServiceAccess::service))
        .containsExactlyElementsOf(Service.names());
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "trainer-ingest, PUT, claims/face-detect/v1.0.0, true",
    "trainer-ingest, PUT, sha256/ab/cd, true",
    "trainer-ingest, DELETE, sha256/ab/cd, false",
    "trainer-ingest, DELETE, quarantine/ab, false",
    "trainer-ingest, DELETE, quarantine/damaged/ab, true",
    "trainer-ingest, PUT, registry/a/_tags/v1, false",
    "trainer-ingest, GET, rebuild/rebuild-1/sha256/ab/cd, false",
    "trainer-ingest, PUT, consumers/trainer-ingest/mintmark.build.requested.v1, true",
    "trainer-ingest, PUT, consumers/sbom/mintmark.image.built.v1, false",
    "sbom, PUT, claims/face-detect/v1.0.0, false",
    "sbom, PUT, sha256/ab/cd, true",
    "signer, PUT, registry/a/_tags/v1, false",
    "signer, PUT, consumers/verdict/mintmark.release.reproduced.v1, false",
    "verdict, PUT, consumers/verdict/mintmark.release.reproduced.v1, true",
    "evidence, GET, consumers/signer/mintmark.sbom.published.v1, true",
    "evidence, PUT, consumers/signer/mintmark.sbom.published.v1, false",
    "verdict, GET, consumers/signer-verdicts/mintmark.release.reproduced.v1, true",
    "verdict, PUT, consumers/signer-verdicts/mintmark.release.reproduced.v1, false",
    "evidence, PUT, sha256/ab/cd, true",
    "evidence, DELETE, sha256/ab/cd, false",
    "evidence, PUT, registry/a/_tags/v1, false",
    "registry, PUT, registry/a/_tags/v1, true",
    "registry, DELETE, registry/a/_tags/v1, false",
    "registry, PUT, pushed/a/_tags/v1, true",
    "registry, DELETE, pushed/a/_tags/v1, true",
    "registry, DELETE, sha256/ab/cd, false",
    "registry, PUT, rebuilds/1, false",
    "registry, GET, collections/removing/now, true",
    "registry, PUT, collections/removing/now, false",
    "registry, DELETE, collections/removing/now, false",
    "registry, GET, collections/1/000001, false",
    "release-ledger, GET, pushed/a/_tags/v1, true",
    "release-ledger, PUT, pushed/a/_tags/v1, false",
    "release-ledger, DELETE, pushed/a/_tags/v1, false",
    "release-ledger, DELETE, registry/a/_tags/v1, false",
    "release-ledger, DELETE, sha256/ab/cd, true",
    "release-ledger, DELETE, claims/a/v1, false",
    "release-ledger, DELETE, quarantine/ab, false",
    "release-ledger, PUT, collections/1/000001, true",
    "release-ledger, DELETE, collections/1/000001, false",
    "release-ledger, DELETE, collections/removing/now, true",
    "release-ledger, GET, consumers/sbom/toolchain-0, true",
    "release-ledger, PUT, consumers/sbom/toolchain-0, false",
    "sbom, PUT, consumers/sbom/toolchain-0, true",
    "canary-controller, PUT, consumers/canary-controller/toolchain-0, true",
    "canary-controller, PUT, pushed/a/_tags/v1, false",
    "release-ledger, PUT, rebuilds/1, true",
    "release-ledger, PUT, rebuild/rebuild-1/inputs/sha256/ab/cd, true",
    "release-ledger, DELETE, rebuild/rebuild-1/inputs/sha256/ab/cd, true",
    "release-ledger, GET, registry/a/_tags/v1, true",
    "release-ledger, PUT, registry/a/_tags/v1, false",
    "release-ledger, PUT, claims/a/v1, false",
    "canary-controller, PUT, sha256/ab/cd, true",
    "canary-controller, GET, rebuild/rebuild-1/sha256/ab/cd, false",
    "telemetry-aggregator, GET, sha256/ab/cd, false",
    "telemetry-aggregator, PUT, consumers/telemetry-aggregator-merge/t, true"
  })
  void mayDoInS3WhatItsWorkNeeds(String service, S3Verb verb, String key, boolean may) {
    S3Identity identity =
        ServiceAccess.ALL.stream()
            .filter(access -> access.service().equals(service))
            .findFirst()
            .orElseThrow()
            .s3Identity();
    assertThat(identity.may(verb, key)).isEqualTo(may);
  }

  @Test
  void letsNobodyButTheLedgerAndRebuildsIntoThePlacesOfRebuilds() {
    assertThat(
            ServiceAccess.s3Identities().stream()
                .filter(i -> i.may(S3Verb.GET, "rebuild/rebuild-1/x"))
                .map(S3Identity::name))
        .containsExactly("mintmark-release-ledger", "mintmark-rebuild");
  }

  @Test
  void letsTheLedgerAloneRemoveArtifacts() {
    assertThat(
            ServiceAccess.s3Identities().stream()
                .filter(i -> i.may(S3Verb.DELETE, "sha256/ab/cd"))
                .map(S3Identity::name))
        .containsExactly("mintmark-release-ledger");
  }

  static List<S3Identity> identities() {
    return ServiceAccess.s3Identities();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("identities")
  void isWhatThePolicyFilesSay(S3Identity identity) throws IOException {
    Deployed.assertSame("deploy/s3/" + identity.name() + ".json", S3Policy.of(identity));
  }

  @Test
  void hasNoPolicyFileOfNobody() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../deploy/s3"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".json")))
          .containsExactlyInAnyOrderElementsOf(
              identities().stream().map(i -> i.name() + ".json").toList());
    }
  }

  @Test
  void isWhatTheOperatorsDocumentSays() throws IOException {
    String table = identities().stream().map(ServiceAccessTest::row).collect(Collectors.joining());
    Deployed.assertBlockSame(
        "docs/operations/security.md", "s3", "| access key | may |\n| --- | --- |\n" + table);
  }

  private static String row(S3Identity identity) {
    return "| `%s` | %s |\n"
        .formatted(
            identity.name(),
            identity.grants().stream()
                .map(ServiceAccessTest::words)
                .collect(Collectors.joining("; ")));
  }

  private static String words(S3Grant grant) {
    return "`%s` %s"
        .formatted(
            grant.prefix(),
            grant.verbs().stream()
                .map(verb -> verb.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}
