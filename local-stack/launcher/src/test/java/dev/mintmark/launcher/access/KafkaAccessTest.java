package dev.mintmark.launcher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.launcher.service.Service;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaAccessTest {
  @ParameterizedTest(name = "{0} {1} {2} {3}: {4}")
  @CsvSource({
    "mintmark-trainer-ingest, READ, TOPIC, mintmark.build.requested.v1, true",
    "mintmark-trainer-ingest, WRITE, TOPIC, mintmark.build.requested.v1, true",
    "mintmark-trainer-ingest, WRITE, TOPIC, mintmark.build.requested.v1.dlq, true",
    "mintmark-trainer-ingest, READ, TOPIC, mintmark.build.requested.v1.dlq, false",
    "mintmark-trainer-ingest, WRITE, TOPIC, mintmark.rebuild.model.ingested.v1, false",
    "mintmark-trainer-ingest, READ, GROUP, trainer-ingest, true",
    "mintmark-trainer-ingest, READ, GROUP, trainer-ingest.rebuild-1, false",
    "mintmark-trainer-ingest, WRITE, TRANSACTIONAL_ID, mintmark-trainer-ingest-0, true",
    "mintmark-trainer-ingest, WRITE, TRANSACTIONAL_ID, mintmark-trainer-ingest.rebuild-1-0, false",
    "mintmark-sbom, WRITE, TOPIC, mintmark.sbom.published.v1, true",
    "mintmark-sbom, WRITE, TOPIC, mintmark.release.published.v1, false",
    "mintmark-sbom, READ, GROUP, signer, false",
    "mintmark-sbom, WRITE, TRANSACTIONAL_ID, mintmark-signer-0, false",
    "mintmark-signer, WRITE, TOPIC, mintmark.release.signed.v1, true",
    "mintmark-signer, WRITE, TOPIC, mintmark.rebuild.prepared.v1, false",
    "mintmark-signer, READ, GROUP, verdict, false",
    "mintmark-signer, READ, TOPIC, mintmark.sbom.published.v1, false",
    "mintmark-signer, READ, TOPIC, mintmark.evidence.attested.v1, true",
    "mintmark-signer, WRITE, TOPIC, mintmark.evidence.attested.v1, false",
    "mintmark-signer, WRITE, TOPIC, mintmark.verdict.signed.v1, false",
    "mintmark-evidence, WRITE, TOPIC, mintmark.evidence.attested.v1, true",
    "mintmark-evidence, WRITE, TOPIC, mintmark.release.signed.v1, false",
    "mintmark-evidence, READ, TOPIC, mintmark.rebuild.sbom.published.v1, false",
    "mintmark-evidence, DESCRIBE, GROUP, signer, true",
    "mintmark-evidence, READ, GROUP, signer, false",
    "mintmark-verdict, DESCRIBE, GROUP, signer-verdicts, true",
    "mintmark-verdict, READ, GROUP, signer-verdicts, false",
    "mintmark-verdict, WRITE, TOPIC, mintmark.verdict.signed.v1, true",
    "mintmark-verdict, WRITE, TOPIC, mintmark.release.signed.v1, false",
    "mintmark-rebuild, READ, TOPIC, mintmark.rebuild.sbom.published.v1, true",
    "mintmark-registry, WRITE, TOPIC, mintmark.release.published.v1, true",
    "mintmark-registry, READ, TOPIC, mintmark.release.published.v1, true",
    "mintmark-registry, READ, TOPIC, mintmark.verdict.published.v1, true",
    "mintmark-registry, READ, GROUP, registry-mirror-offsite, true",
    "mintmark-registry, READ, TOPIC, mintmark.rebuild.sbom.published.v1, false",
    "mintmark-release-ledger, READ, TOPIC, mintmark.rebuild.sbom.published.v1, true",
    "mintmark-release-ledger, WRITE, TOPIC, mintmark.rebuild.build.requested.v1, true",
    "mintmark-release-ledger, WRITE, TOPIC, mintmark.rebuild.sbom.published.v1, false",
    "mintmark-release-ledger, WRITE, TOPIC, mintmark.release.published.v1, false",
    "mintmark-canary-controller, WRITE, TOPIC, mintmark.rollout.changed.v1, true",
    "mintmark-canary-controller, READ, TOPIC, mintmark.rollout.changed.v1, true",
    "mintmark-canary-controller, READ, TOPIC, mintmark.rebuild.prepared.v1, false",
    "mintmark-canary-controller, WRITE, TRANSACTIONAL_ID, mintmark-canary-relay-leader, true",
    "mintmark-telemetry-aggregator, READ, TOPIC, mintmark.fleet.metrics.v1, true",
    "mintmark-telemetry-aggregator, CREATE, TOPIC, telemetry-aggregator-merge-windows-changelog, true",
    "mintmark-telemetry-aggregator, CREATE, TOPIC, mintmark.fleet.metrics.v1, false",
    "mintmark-telemetry-aggregator, WRITE, TRANSACTIONAL_ID, telemetry-aggregator-merge-a-1, true",
    "mintmark-telemetry-aggregator, READ, TOPIC, mintmark.build.requested.v1, false",
    "mintmark-rebuild, READ, TOPIC, mintmark.rebuild.image.built.v1, true",
    "mintmark-rebuild, WRITE, TOPIC, mintmark.rebuild.image.built.v1, true",
    "mintmark-rebuild, WRITE, TOPIC, mintmark.rebuild.prepared.v1, true",
    "mintmark-rebuild, READ, TOPIC, mintmark.image.built.v1, false",
    "mintmark-rebuild, WRITE, TOPIC, mintmark.image.built.v1, false",
    "mintmark-rebuild, WRITE, TOPIC, mintmark.rebuild.build.requested.v1, false",
    "mintmark-rebuild, WRITE, TOPIC, mintmark.rebuild.ordered.v1, false",
    "mintmark-rebuild, READ, GROUP, image-builder.rebuild-12, true",
    "mintmark-rebuild, READ, GROUP, image-builder, false",
    "mintmark-rebuild, READ, GROUP, registry.rebuild-1, false",
    "mintmark-rebuild, WRITE, TRANSACTIONAL_ID, mintmark-image-builder.rebuild-12-0, true",
    "mintmark-rebuild, WRITE, TRANSACTIONAL_ID, mintmark-image-builder-0, false",
    "mintmark-ci, WRITE, TOPIC, mintmark.build.requested.v1, true",
    "mintmark-ci, READ, TOPIC, mintmark.release.published.v1, true",
    "mintmark-ci, WRITE, TOPIC, mintmark.release.published.v1.dlq, false",
    "mintmark-ci, READ, TOPIC, mintmark.model.ingested.v1, false",
    "ANONYMOUS, READ, TOPIC, mintmark.fleet.metrics.v1, true",
    "ANONYMOUS, READ, TOPIC, mintmark.build.requested.v1.dlq, true",
    "ANONYMOUS, READ, TOPIC, mintmark.rebuild.image.built.v1, false",
    "ANONYMOUS, DESCRIBE, TOPIC, mintmark.rebuild.image.built.v1, false",
    "ANONYMOUS, READ, TOPIC, __consumer_offsets, false",
    "ANONYMOUS, WRITE, TOPIC, mintmark.build.requested.v1, false",
    "ANONYMOUS, READ, GROUP, a-dashboard, true",
    "ANONYMOUS, READ, GROUP, telemetry-aggregator-merge, false",
    "ANONYMOUS, READ, GROUP, sbom.rebuild-1, false",
    "ANONYMOUS, READ, GROUP, mintmark-ci, false",
    "ANONYMOUS, DELETE, GROUP, a-dashboard, false",
    "ANONYMOUS, WRITE, TRANSACTIONAL_ID, mintmark-sbom-0, false"
  })
  void mayDoInKafkaWhatItsWorkNeeds(
      String name, AclOperation operation, ResourceType type, String resource, boolean may) {
    KafkaIdentity identity =
        Stream.concat(identities().stream(), Stream.of(KafkaAccess.anonymous()))
            .filter(i -> i.name().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(Decision.may(identity, operation, type, resource)).isEqualTo(may);
  }

  @Test
  void namesEveryServiceThatIsStartedThenRebuildsAndTheCi() {
    assertThat(identities().stream().map(KafkaIdentity::name))
        .containsExactlyElementsOf(
            Stream.concat(
                    Service.names().stream().map(name -> "mintmark-" + name),
                    Stream.of("mintmark-rebuild", "mintmark-ci"))
                .toList());
  }

  @Test
  void rebuildsDoTheWorkOfTheSameServicesAgainAsTheLauncherStarts() {
    assertThat(
            ServiceAccess.ALL.stream().filter(ServiceAccess::rebuilt).map(ServiceAccess::service))
        .containsExactlyElementsOf(Service.STEPS.stream().map(Service::name).toList());
  }

  static List<Topic> ofRebuilds() {
    return TopicCatalogue.all().stream().filter(TopicCatalogue::isOfRebuilds).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofRebuilds")
  void letsNobodyButTheLedgerAndRebuildsNearTheTopicsOfRebuilds(Topic topic) {
    assertThat(topic.name()).startsWith(KafkaAccess.REBUILDS);
    for (String name : List.of(topic.name(), topic.deadLetters())) {
      for (AclOperation operation : List.of(AclOperation.READ, AclOperation.WRITE)) {
        assertThat(
                identities().stream()
                    .filter(i -> Decision.may(i, operation, ResourceType.TOPIC, name))
                    .map(KafkaIdentity::name))
            .isSubsetOf("mintmark-release-ledger", "mintmark-rebuild");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "trainer-ingest",
    "converter-quantizer",
    "image-builder",
    "sbom",
    "signer",
    "evidence",
    "verdict",
    "registry",
    "release-ledger",
    "canary-relay",
    "telemetry-aggregator",
    "telemetry-aggregator-merge",
    "image-builder.rebuild-1",
    "mintmark-ci"
  })
  void hasOneOwnerOfEachGroup(String group) {
    assertThat(
            identities().stream()
                .filter(i -> Decision.may(i, AclOperation.READ, ResourceType.GROUP, group)))
        .hasSize(1);
  }

  @Test
  void grantsNothingBeyondTopicsGroupsAndTransactionalIds() {
    assertThat(KafkaAccess.rights())
        .doesNotHaveDuplicates()
        .extracting(right -> right.pattern().resourceType())
        .containsOnly(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID);
  }

  @Test
  void refusesTheRightOfAnother() {
    KafkaIdentity one = identities().getFirst();
    assertThatThrownBy(() -> new KafkaIdentity("mintmark-x", one.rights()))
        .hasMessageContaining("a right of another than User:mintmark-x");
  }

  static List<KafkaIdentity> identities() {
    return KafkaAccess.identities();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("identities")
  void isWhatTheFilesForAnotherBrokerSay(KafkaIdentity identity) throws IOException {
    Deployed.assertSame("deploy/kafka/" + identity.name() + ".txt", KafkaAcls.of(identity));
  }

  @Test
  void hasNoFileOfNobody() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../../deploy/kafka"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              identities().stream().map(i -> i.name() + ".txt").toList());
    }
  }

  @Test
  void isWhatTheOperatorsDocumentSays() throws IOException {
    String rows =
        Stream.concat(identities().stream(), Stream.of(KafkaAccess.anonymous()))
            .map(KafkaTable::row)
            .collect(Collectors.joining());
    Deployed.assertBlockSame("docs/operations/security.md", "kafka", KafkaTable.HEAD + rows);
  }
}
