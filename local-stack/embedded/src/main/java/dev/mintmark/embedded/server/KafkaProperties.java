package dev.mintmark.embedded.server;

import dev.mintmark.embedded.Endpoints;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** The broker's configuration. */
final class KafkaProperties {
  /** Without a password: whoever comes here is {@code User:ANONYMOUS}. */
  private static final String OPEN = "PLAINTEXT";

  private static final String SASL = "SASL_PLAINTEXT";
  private static final String CONTROLLER = "CONTROLLER";
  private static final String SCRAM = "SCRAM-SHA-512";
  private static final String PLAIN = "PLAIN";

  private static final String AUTHORIZER =
      "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

  private KafkaProperties() {}

  static Properties of(Path folder, KafkaListeners listeners) {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("controller.listener.names", CONTROLLER);
    // Voters by configuration, not in the log: so the port may change between two starts.
    p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + listeners.controllerPort());
    p.setProperty("log.dirs", folder.resolve("log").toString());
    listeners.sasl().ifPresentOrElse(sasl -> guarded(p, listeners, sasl), () -> open(p, listeners));
    alone(p);
    small(p);
    return p;
  }

  private static void open(Properties p, KafkaListeners listeners) {
    String clients = address(OPEN, listeners.port());
    p.setProperty("listeners", clients + "," + address(CONTROLLER, listeners.controllerPort()));
    p.setProperty("advertised.listeners", clients);
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }

  /** Nobody may do anything but what is granted; the broker comes to itself with a password. */
  private static void guarded(Properties p, KafkaListeners listeners, KafkaListeners.Sasl sasl) {
    String clients = address(OPEN, listeners.port()) + "," + address(SASL, sasl.port());
    p.setProperty("listeners", clients + "," + address(CONTROLLER, listeners.controllerPort()));
    p.setProperty("advertised.listeners", clients);
    p.setProperty(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
    p.setProperty("inter.broker.listener.name", SASL);
    p.setProperty("sasl.mechanism.inter.broker.protocol", PLAIN);
    p.setProperty("sasl.mechanism.controller.protocol", PLAIN);
    // The broker's own password stands in its configuration: it is needed before any user is known.
    String broker = sasl.password(KafkaUsers.BROKER);
    String plain =
        "%s required username=\"%s\" password=\"%s\" user_%2$s=\"%3$s\";"
            .formatted(PlainLoginModule.class.getName(), KafkaUsers.BROKER, broker);
    String clientsOfSasl = "listener.name.sasl_plaintext.";
    p.setProperty(clientsOfSasl + "sasl.enabled.mechanisms", SCRAM + "," + PLAIN);
    p.setProperty(clientsOfSasl + "plain.sasl.jaas.config", plain);
    p.setProperty(
        clientsOfSasl + "scram-sha-512.sasl.jaas.config",
        ScramLoginModule.class.getName() + " required;");
    p.setProperty("listener.name.controller.sasl.enabled.mechanisms", PLAIN);
    p.setProperty("listener.name.controller.plain.sasl.jaas.config", plain);
    p.setProperty("authorizer.class.name", AUTHORIZER);
    p.setProperty("allow.everyone.if.no.acl.found", "false");
    p.setProperty("super.users", "User:" + KafkaUsers.BROKER + ";User:" + Endpoints.KAFKA_ADMIN);
  }

  /** There is no other broker. */
  private static void alone(Properties p) {
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
  }

  /** Small and quick: after a kill, the broker waits for its own last session to end. */
  private static void small(Properties p) {
    p.setProperty("broker.session.timeout.ms", "3000");
    p.setProperty("broker.heartbeat.interval.ms", "500");
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("num.recovery.threads.per.data.dir", "2");
    p.setProperty("background.threads", "2");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    p.setProperty("metric.reporters", "");
  }

  private static String address(String listener, int port) {
    return listener + "://127.0.0.1:" + port;
  }
}
