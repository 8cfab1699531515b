package dev.mintmark.contract.fault;

import dev.mintmark.contract.line.Secrets;
import dev.mintmark.contract.line.Topics;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** Broker, store and database; the broker in a process of its own, so that it can die alone. */
final class Surroundings implements AutoCloseable {
  static final String TOKEN = "token-of-the-fault-suite";

  private final Path folder;
  private final EmbeddedStack rest;
  private final Map<String, Object> settings;
  private EmbeddedStack broker;
  private boolean brokerIsDead;

  private Surroundings(
      Path folder, EmbeddedStack broker, EmbeddedStack rest, Map<String, Object> settings) {
    this.folder = folder;
    this.broker = broker;
    this.rest = rest;
    this.settings = settings;
  }

  static Surroundings start(Path folder) throws IOException {
    EmbeddedStack broker = startBroker(folder);
    EmbeddedStack rest =
        EmbeddedStack.start(folder.resolve("rest"), EnumSet.of(Part.S3, Part.POSTGRESQL));
    Topics.create(broker.kafkaBootstrapServers());
    Path tokens =
        Secrets.write(
            folder.resolve("tokens.json"),
            "{\"ci\": \"%s\", \"viewer\": \"%s\"}".formatted(TOKEN, TOKEN + "-viewer"));
    Secrets.write(folder.resolve("release.key"), Secrets.signingKey());
    Secrets.Pair evidence = Secrets.keyPair();
    Secrets.write(folder.resolve("evidence.key"), evidence.secret());
    Secrets.write(folder.resolve("evidence.pub"), evidence.open());
    Map<String, Object> settings =
        Map.of(
            "mintmark.store.bucket", rest.s3Bucket(),
            "mintmark.store.access-key", rest.s3AccessKey(),
            "mintmark.store.secret-key", rest.s3SecretKey(),
            "mintmark.tokens-file", tokens);
    return new Surroundings(folder, broker, rest, settings);
  }

  private static EmbeddedStack startBroker(Path folder) {
    return EmbeddedStack.start(folder.resolve("broker"), EnumSet.of(Part.KAFKA));
  }

  /** What a service is told beside its addresses: no setting that it does not know. */
  Map<String, Object> settings(String service) {
    Map<String, Object> all = new HashMap<>(settings);
    switch (service) {
      case "signer" -> {
        all.put("mintmark.signer.release-key", folder.resolve("release.key"));
        all.put("mintmark.signer.evidence-public-key", folder.resolve("evidence.pub"));
      }
      case "evidence" -> {
        all.put("mintmark.signer.role", "evidence");
        all.put("mintmark.signer.evidence-key", folder.resolve("evidence.key"));
      }
      case Plan.LEDGER -> {
        all.put("quarkus.datasource.username", rest.postgresUser());
        all.put("quarkus.datasource.password", rest.postgresPassword());
        all.put("mintmark.ledger.probe", "1s");
      }
      default -> {
        // Nothing of its own.
      }
    }
    return all;
  }

  Path folder() {
    return folder;
  }

  /** The broker itself, without a proxy. */
  synchronized String bootstrapServers() {
    return broker.kafkaBootstrapServers();
  }

  int kafkaPort() {
    String servers = bootstrapServers();
    return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
  }

  int storePort() {
    return rest.s3Endpoint().getPort();
  }

  /** The bucket as a folder. */
  Path bucket() {
    return folder.resolve("rest/s3").resolve(rest.s3Bucket());
  }

  int databasePort() {
    return rest.postgresPort();
  }

  String database() {
    return rest.postgresDatabase();
  }

  /** Opens the ledger's tables. */
  java.sql.Connection connect() throws java.sql.SQLException {
    return java.sql.DriverManager.getConnection(
        rest.jdbcUrl(), rest.postgresUser(), rest.postgresPassword());
  }

  /** {@code kill -9}; {@link #reviveBroker} starts it again. */
  synchronized void killBroker() {
    broker.kill();
    brokerIsDead = true;
  }

  /** Starts a killed broker on the port that it had. */
  synchronized void reviveBroker() {
    if (brokerIsDead) {
      int before = kafkaPort();
      broker = startBroker(folder);
      brokerIsDead = false;
      if (kafkaPort() != before) {
        throw new IllegalStateException("the broker came back on another port");
      }
    }
  }

  /** {@code kill -9}; its stack starts it again. */
  void killDatabase() {
    try {
      String pid =
          Files.readAllLines(folder.resolve("rest/postgresql/data/postmaster.pid")).getFirst();
      ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      // Dead already, and not back yet.
    }
  }

  @Override
  public void close() {
    broker.close();
    rest.close();
  }
}
