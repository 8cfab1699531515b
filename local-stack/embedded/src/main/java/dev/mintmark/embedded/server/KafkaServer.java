package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One broker that is its own KRaft controller. */
final class KafkaServer implements Server {
  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private KafkaServer(KafkaRaftServer server, String bootstrapServers) {
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  static KafkaServer start(Path folder, int port, int controllerPort) throws IOException {
    if (folder.toString().indexOf(',') >= 0) {
      throw new StackException(
          "STK-006",
          "cannot start Kafka in "
              + folder
              + ": to Kafka a comma ends a folder's name; use a path without");
    }
    Properties properties = properties(folder, port, controllerPort);
    format(folder, properties);
    String bootstrapServers = "127.0.0.1:" + port;
    try {
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
      server.startup();
      return new KafkaServer(server, bootstrapServers);
    } catch (RuntimeException e) {
      throw new StackException(
          "STK-006", "cannot start Kafka on " + bootstrapServers + ": " + e, e);
    }
  }

  @Override
  public Map<String, String> endpoints() {
    return Map.of(Endpoints.KAFKA_BOOTSTRAP_SERVERS, bootstrapServers);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** The marker is written last: a kill in the middle of the first start formats again. */
  private static void format(Path folder, Properties properties) throws IOException {
    Path marker = folder.resolve("formatted");
    Path configuration = folder.resolve("server.properties");
    // To a stream, which escapes what is not Latin-1: Kafka reads the file so, and would make a
    // folder
    // of another name.
    try (OutputStream out = Files.newOutputStream(configuration)) {
      properties.store(out, null);
    }
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

  private static Properties properties(Path folder, int port, int controllerPort) {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    // Voters by configuration, not in the log: so the port may change between two starts.
    p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    p.setProperty("log.dirs", folder.resolve("log").toString());
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // Small and quick: after a kill, the broker waits for its own last session to end.
    p.setProperty("broker.session.timeout.ms", "3000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    p.setProperty("background.threads", "2");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    p.setProperty("metric.reporters", "");
    return p;
  }
}
