package dev.mintmark.cli.home;

import java.util.Map;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * As whom a Kafka client comes to the broker: by SCRAM-SHA-512, over a line that is not ciphered.
 */
record KafkaLogin(String username, String password) {
  /** Of a stack's operator. */
  static final String ADMIN = "mintmark";

  /** What a client needs for it, beside the broker's address. */
  Map<String, Object> settings() {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(ScramLoginModule.class.getName(), quoted(username), quoted(password)));
  }

  /** The password is a secret. */
  @Override
  public String toString() {
    return "KafkaLogin[" + username + "]";
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
