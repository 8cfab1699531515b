package dev.mintmark.launcher.access;

import dev.mintmark.embedded.Endpoints;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** How a client comes to the stack's Kafka as one of the identities. */
public final class KafkaLogin {
  private KafkaLogin() {}

  /** Settings of a client that may do everything. */
  public static Map<String, Object> admin(Endpoints endpoints) {
    return of(endpoints, Endpoints.KAFKA_ADMIN);
  }

  /** What a service is told of Kafka: its own properties. */
  public static Map<String, String> properties(Endpoints endpoints, String identity) {
    return Map.of(
        "mintmark.kafka.bootstrap-servers",
        endpoints.kafkaSaslBootstrapServers(),
        "mintmark.kafka.username",
        identity,
        "mintmark.kafka.password",
        endpoints.kafkaPassword(identity));
  }

  static Map<String, Object> of(Endpoints endpoints, String identity) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", endpoints.kafkaSaslBootstrapServers());
    config.put("security.protocol", "SASL_PLAINTEXT");
    config.put("sasl.mechanism", "SCRAM-SHA-512");
    config.put(
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(
                ScramLoginModule.class.getName(), identity, endpoints.kafkaPassword(identity)));
    return config;
  }
}
