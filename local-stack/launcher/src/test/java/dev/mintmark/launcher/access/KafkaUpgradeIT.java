package dev.mintmark.launcher.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.server.LocalStack;
import dev.mintmark.embedded.server.StackLogging;
import dev.mintmark.embedded.server.StackSettings;
import dev.mintmark.launcher.topics.TopicSetup;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data directories from before there were identities, and secrets that change. */
@Timeout(180)
class KafkaUpgradeIT {
  private static final List<Topic> TOPICS = List.of(TopicCatalogue.BUILD_REQUESTED);
  private static final String TOPIC = TOPICS.getFirst().name();

  @TempDir Path data;

  @BeforeEach
  void keepTheOutputClean() throws IOException {
    StackLogging.configure(data.resolve("kafka.log"));
  }

  @Test
  void givesAnOldDataDirectoryItsUsersAndKeepsItsRecordsAndItsPort() throws Exception {
    String servers;
    try (LocalStack old =
        LocalStack.start(
            new StackSettings(data, data, Set.of(Part.KAFKA), Map.of()), (part, time) -> {})) {
      servers = old.endpoints().kafkaBootstrapServers();
      TopicSetup.apply(Map.of("bootstrap.servers", servers), TOPICS);
      Traffic.write(Map.of("bootstrap.servers", servers), TOPIC, "old");
      Traffic.read(Map.of("bootstrap.servers", servers), "trainer-ingest", TOPIC);
    }
    assertThat(Files.readString(data.resolve("secrets.properties"))).doesNotContain("kafka");

    try (LocalStack upgraded = KafkaAccessIT.guarded(data)) {
      Endpoints endpoints = upgraded.endpoints();
      assertThat(endpoints.kafkaBootstrapServers()).isEqualTo(servers);
      assertThatThrownBy(() -> Traffic.read(Map.of("bootstrap.servers", servers), null, TOPIC))
          .as("before any right is granted")
          .isInstanceOf(TopicAuthorizationException.class);
      KafkaRightsSetup.apply(KafkaLogin.admin(endpoints), KafkaAccess.rights());
      assertThat(TopicSetup.apply(KafkaLogin.admin(endpoints), TOPICS)).isZero();

      Map<String, Object> client = KafkaLogin.of(endpoints, "mintmark-trainer-ingest");
      Traffic.write(client, TOPIC, "new");
      assertThat(Traffic.read(client, "trainer-ingest", TOPIC)).containsExactly("old", "new");
      assertThat(Traffic.read(Map.of("bootstrap.servers", servers), null, TOPIC)).hasSize(2);
      assertThatThrownBy(() -> Traffic.write(Map.of("bootstrap.servers", servers), TOPIC, "x"))
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void takesASecretThatWasMadeAnewAtTheNextStart() throws Exception {
    String before;
    try (LocalStack first = KafkaAccessIT.guarded(data)) {
      before = first.endpoints().kafkaPassword("mintmark-sbom");
      KafkaRightsSetup.apply(KafkaLogin.admin(first.endpoints()), KafkaAccess.rights());
    }
    Path secrets = data.resolve("secrets.properties");
    Files.writeString(
        secrets,
        Files.readAllLines(secrets).stream()
            .filter(line -> !line.startsWith(Endpoints.kafkaPasswordOf("mintmark-sbom") + "="))
            .collect(Collectors.joining("\n", "", "\n")));

    try (LocalStack second = KafkaAccessIT.guarded(data)) {
      Endpoints endpoints = second.endpoints();
      assertThat(endpoints.kafkaPassword("mintmark-sbom")).isNotEqualTo(before);
      assertThat(KafkaRightsSetup.apply(KafkaLogin.admin(endpoints), KafkaAccess.rights()))
          .isZero();
      TopicSetup.apply(KafkaLogin.admin(endpoints), List.of(TopicCatalogue.IMAGE_BUILT));
      String built = TopicCatalogue.IMAGE_BUILT.name();
      assertThat(Traffic.read(KafkaLogin.of(endpoints, "mintmark-sbom"), "sbom", built)).isEmpty();
      Map<String, Object> old = Traffic.login(endpoints, "mintmark-sbom", before);
      assertThatThrownBy(() -> Traffic.read(old, "sbom", built))
          .isInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void letsNobodyInWhoIsNotNamedAnyMore() throws Exception {
    String password;
    try (LocalStack first = KafkaAccessIT.guarded(data)) {
      password = first.endpoints().kafkaPassword("mintmark-ci");
    }
    StackSettings withoutCi =
        new StackSettings(
            data, data, Set.of(Part.KAFKA), Map.of(), List.of(), List.of("mintmark-sbom"));
    try (LocalStack second = LocalStack.start(withoutCi, (part, time) -> {})) {
      Endpoints endpoints = second.endpoints();
      TopicSetup.apply(KafkaLogin.admin(endpoints), TOPICS);
      Map<String, Object> gone =
          Traffic.replaced(
              KafkaLogin.of(endpoints, "mintmark-sbom"),
              Map.of(
                  "mintmark-sbom",
                  "mintmark-ci",
                  endpoints.kafkaPassword("mintmark-sbom"),
                  password));
      assertThatThrownBy(() -> Traffic.read(gone, null, TOPIC))
          .isInstanceOf(SaslAuthenticationException.class);
    }
  }
}
