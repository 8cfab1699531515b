package dev.mintmark.kit.broker;

import dev.mintmark.kit.KitConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * The broker as every client of a service comes to it.
 *
 * @param bootstrapServers {@code host:port}, with commas between
 * @param login as whom; empty for a broker that asks nobody
 */
public record Broker(String bootstrapServers, Optional<Login> login) {

  /** A name and a password, for SCRAM-SHA-512. */
  public record Login(String username, String password) {
    /** The password is a secret. */
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }

    private String jaas() {
      return "%s required username=\"%s\" password=\"%s\";"
          .formatted(ScramLoginModule.class.getName(), quoted(username), quoted(password));
    }

    private static String quoted(String text) {
      return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
  }

  /** One that asks nobody who he is. */
  public static Broker open(String bootstrapServers) {
    return new Broker(bootstrapServers, Optional.empty());
  }

  /**
   * The configured one.
   *
   * @throws IllegalStateException KIT-004 where a username has no password, or a password no
   *     username
   */
  public static Broker of(KitConfig config) {
    return of(config.kafka());
  }

  static Broker of(KitConfig.Kafka kafka) {
    if (kafka.username().isPresent() != kafka.password().isPresent()) {
      throw new IllegalStateException(
          "cannot come to Kafka at %s: mintmark.kafka.%s is set and .%s is not; set both, or none (KIT-004)"
              .formatted(
                  kafka.bootstrapServers(),
                  kafka.username().isPresent() ? "username" : "password",
                  kafka.username().isPresent() ? "password" : "username"));
    }
    return new Broker(
        kafka.bootstrapServers(),
        kafka.username().flatMap(name -> kafka.password().map(word -> new Login(name, word))));
  }

  /**
   * What every client needs, and may add to.
   *
   * @param clientId in the broker's log and metrics
   */
  public Map<String, Object> client(String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", bootstrapServers);
    config.put("client.id", clientId);
    config.put("reconnect.backoff.max.ms", 2_000);
    config.put("enable.metrics.push", false);
    login.ifPresent(as -> {
      config.put("security.protocol", "SASL_PLAINTEXT");
      config.put("sasl.mechanism", "SCRAM-SHA-512");
      config.put("sasl.jaas.config", as.jaas());
    });
    return config;
  }
}
