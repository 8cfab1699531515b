package dev.mintmark.contract.line;

import java.util.Map;

/** What a Kafka client needs that comes with a password. */
public final class KafkaLogin {
  private KafkaLogin() {}

  public static Map<String, Object> of(String servers, String username, String password) {
    return Map.of(
        "bootstrap.servers",
        servers,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(username, password));
  }
}
