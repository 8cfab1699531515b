package dev.mintmark.contract.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that come with a password, through the proxy. */
@Timeout(120)
class KafkaProxyIT {
  private static final String TOPIC = "test.proxied.v1";
  private static final Action PASS = new Action.Pass();

  @TempDir static Path folder;
  private static EmbeddedStack stack;

  @BeforeAll
  static void start() {
    stack = EmbeddedStack.start(folder, EnumSet.of(Part.KAFKA), List.of("mintmark-sbom"));
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void carriesALoginAndAllThatFollowsIt() throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Watch watch =
        window -> {
          seen.add(window.toString());
          return PASS;
        };
    try (KafkaProxy proxy = new KafkaProxy(brokerPort(), watch)) {
      Map<String, Object> client = client(proxy, password());
      try (Admin admin = Admin.create(client)) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      commitOne(client);
      assertThat(readOne(client)).isEqualTo("through the proxy");
    }
    assertThat(seen)
        .contains(
            "saslHandshake.before",
            "saslAuthenticate.before",
            "saslAuthenticate.answered",
            "endTxn.before",
            "records.answered");
  }

  @Test
  void doesNotHideThatAPasswordIsWrong() throws Exception {
    try (KafkaProxy proxy = new KafkaProxy(brokerPort(), window -> PASS);
        Admin admin = Admin.create(client(proxy, "wrong"))) {
      assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void aLoginThatIsCutIsMadeAgain() throws Exception {
    AtomicInteger logins = new AtomicInteger();
    Watch watch =
        window ->
            window.equals(Window.answered("saslAuthenticate")) && logins.incrementAndGet() <= 3
                ? new Action.Cut()
                : PASS;
    try (KafkaProxy proxy = new KafkaProxy(brokerPort(), watch);
        Admin admin = Admin.create(client(proxy, password()))) {
      assertThat(admin.describeCluster().clusterId().get()).isNotEmpty();
    }
    assertThat(logins).hasValueGreaterThan(3);
  }

  private static void commitOne(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("transactional.id", "mintmark-proxied-0");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, "through the proxy".getBytes(UTF_8)));
      producer.send(new ProducerRecord<>(TOPIC, new byte[1_000]));
      producer.commitTransaction();
    }
  }

  private static String readOne(Map<String, Object> client) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return new String(consumer.poll(Duration.ofSeconds(30)).iterator().next().value(), UTF_8);
    }
  }

  private static int brokerPort() {
    String servers = stack.endpoints().kafkaSaslBootstrapServers();
    return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
  }

  private static String password() {
    return stack.endpoints().kafkaPassword(Endpoints.KAFKA_ADMIN);
  }

  private static Map<String, Object> client(KafkaProxy proxy, String password) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + proxy.port(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"mintmark\" password=\"%s\";"
            .formatted(password));
  }
}
