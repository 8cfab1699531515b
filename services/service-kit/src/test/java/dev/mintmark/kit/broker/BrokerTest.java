package dev.mintmark.kit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.kit.KitConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerTest {
  @Test
  void comesWithoutAPasswordWhereNoneIsSet() {
    assertThat(Broker.of(config(Map.of())).client("c"))
        .containsEntry("bootstrap.servers", "broker:9092")
        .containsEntry("client.id", "c")
        .doesNotContainKeys("security.protocol", "sasl.jaas.config");
  }

  @Test
  void comesAsWhomItIsTold() {
    Broker broker =
        Broker.of(
            config(
                Map.of(
                    "mintmark.kafka.username", "mintmark-sbom",
                    "mintmark.kafka.password", "a\"b\\c")));

    assertThat(broker.client("c"))
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"mintmark-sbom\" password=\"a\\\"b\\\\c\";");
    assertThat(broker.toString()).contains("mintmark-sbom").doesNotContain("a\"b");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"username", "password"})
  void refusesHalfALogin(String half) {
    assertThatThrownBy(() -> Broker.of(config(Map.of("mintmark.kafka." + half, "x"))))
        .hasMessageContaining("mintmark.kafka." + half + " is set")
        .hasMessageEndingWith("(KIT-004)");
  }

  private static KitConfig.Kafka config(Map<String, String> kafka) {
    return new KitConfig.Kafka() {
      @Override
      public String bootstrapServers() {
        return "broker:9092";
      }

      @Override
      public Optional<String> username() {
        return Optional.ofNullable(kafka.get("mintmark.kafka.username"));
      }

      @Override
      public Optional<String> password() {
        return Optional.ofNullable(kafka.get("mintmark.kafka.password"));
      }
    };
  }
}
