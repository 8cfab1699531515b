package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Makes what the broker knows of users what the secrets say, at every start: so a data directory
 * that had none gets them, and a secret that was made anew holds from the next start on.
 */
final class KafkaUsers {
  /** As whom the broker comes to itself. */
  static final String BROKER = "mintmark-broker";

  /** The least that Kafka takes: the passwords are random, and as long as keys. */
  private static final int ITERATIONS = 4096;

  private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;

  /** How the names of all but the operator begin; other users are somebody else's. */
  private static final String OURS = "mintmark-";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private KafkaUsers() {}

  /** The names of all that need a password: none where none is named. */
  static List<String> all(List<String> identities) {
    if (identities.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(identities);
    all.add(Endpoints.KAFKA_ADMIN);
    all.add(BROKER);
    return all;
  }

  /** Sets all passwords, removes who is not wanted any more, and returns when they hold. */
  static void apply(KafkaListeners.Sasl sasl) throws InterruptedException, ExecutionException {
    try (Admin admin =
        Admin.create(client(sasl, BROKER, "PLAIN", PlainLoginModule.class.getName()))) {
      List<UserScramCredentialAlteration> alterations = new ArrayList<>();
      sasl.passwords()
          .forEach((name, password) -> {
            if (!name.equals(BROKER)) {
              alterations.add(
                  new UserScramCredentialUpsertion(
                      name, new ScramCredentialInfo(MECHANISM, ITERATIONS), password));
            }
          });
      for (String name : admin.describeUserScramCredentials().users().get()) {
        if (name.startsWith(OURS) && !sasl.passwords().containsKey(name)) {
          alterations.add(new UserScramCredentialDeletion(name, MECHANISM));
        }
      }
      admin.alterUserScramCredentials(alterations).all().get();
    }
    await(sasl);
  }

  /** The broker learns of a change a moment after its controller; of all of one request at once. */
  private static void await(KafkaListeners.Sasl sasl)
      throws InterruptedException, ExecutionException {
    Map<String, Object> client =
        client(sasl, Endpoints.KAFKA_ADMIN, "SCRAM-SHA-512", ScramLoginModule.class.getName());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Admin admin = Admin.create(client)) {
        admin.describeCluster().clusterId().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof SaslAuthenticationException) || System.nanoTime() > end) {
          throw e;
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static Map<String, Object> client(
      KafkaListeners.Sasl sasl, String identity, String mechanism, String module) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", sasl.bootstrapServers());
    config.put("client.id", "mintmark-users");
    config.put("enable.metrics.push", false);
    config.put("security.protocol", "SASL_PLAINTEXT");
    config.put("sasl.mechanism", mechanism);
    config.put(
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(module, identity, sasl.password(identity)));
    return config;
  }
}
