package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One broker that is its own KRaft controller. */
final class KafkaServer implements Server {
  private final KafkaRaftServer server;
  private final KafkaListeners listeners;

  private KafkaServer(KafkaRaftServer server, KafkaListeners listeners) {
    this.server = server;
    this.listeners = listeners;
  }

  /** Returns when it takes requests, and knows its users. */
  static KafkaServer start(Path folder, KafkaListeners listeners)
      throws IOException, InterruptedException {
    if (folder.toString().indexOf(',') >= 0) {
      throw new StackException(
          "STK-006",
          "cannot start Kafka in "
              + folder
              + ": to Kafka a comma ends a folder's name; use a path without");
    }
    Properties properties = KafkaProperties.of(folder, listeners);
    format(folder, properties);
    KafkaServer server;
    try {
      KafkaRaftServer raft = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      raft.startup();
      server = new KafkaServer(raft, listeners);
    } catch (RuntimeException e) {
      throw new StackException(
          "STK-006", "cannot start Kafka on " + listeners.bootstrapServers() + ": " + e, e);
    }
    if (listeners.sasl().isPresent()) {
      server.learnUsers(listeners.sasl().get());
    }
    return server;
  }

  @Override
  public Map<String, String> endpoints() {
    Map<String, String> values = new TreeMap<>();
    values.put(Endpoints.KAFKA_BOOTSTRAP_SERVERS, listeners.bootstrapServers());
    listeners
        .sasl()
        .ifPresent(sasl -> {
          values.put(Endpoints.KAFKA_SASL_BOOTSTRAP_SERVERS, sasl.bootstrapServers());
          sasl.passwords()
              .forEach((name, password) -> values.put(Endpoints.kafkaPasswordOf(name), password));
          values.remove(Endpoints.kafkaPasswordOf(KafkaUsers.BROKER));
        });
    return values;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private void learnUsers(KafkaListeners.Sasl sasl) throws InterruptedException {
    try {
      KafkaUsers.apply(sasl);
    } catch (ExecutionException | RuntimeException e) {
      close();
      throw new StackException(
          "STK-006", "cannot tell Kafka on " + sasl.bootstrapServers() + " its users: " + e, e);
    }
  }

  /** The marker is written last: a kill in the middle of the first start formats again. */
  private static void format(Path folder, Properties properties) throws IOException {
    Path marker = folder.resolve("formatted");
    Path configuration = folder.resolve("server.properties");
    // Through a stream, which escapes what is not Latin-1: Kafka reads the file so, and would make
    // a folder of another name.
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    properties.store(text, null);
    PrivateFiles.write(configuration, text.toString(StandardCharsets.US_ASCII));
    if (Files.exists(marker)) {
      return;
    }
    Folders.delete(folder.resolve("log"));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int code;
    try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      String clusterId = Uuid.randomUuid().toString();
      String[] arguments = {"format", "-t", clusterId, "-c", configuration.toString()};
      code = StorageTool.execute(arguments, out);
    }
    if (code != 0) {
      throw new StackException(
          "STK-006",
          "cannot format " + folder + " for Kafka: " + output.toString(StandardCharsets.UTF_8));
    }
    Files.createFile(marker);
  }
}
