package dev.mintmark.embedded;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Words that tests put into all three servers and read back. */
final class StackContent {
  private static final TopicPartition TOPIC = new TopicPartition("words", 0);

  private StackContent() {}

  static Map<Part, List<String>> everywhere(String... words) {
    return Map.of(
        Part.KAFKA, List.of(words), Part.S3, List.of(words), Part.POSTGRESQL, List.of(words));
  }

  static void create(Endpoints endpoints) throws Exception {
    try (Admin admin = Admin.create(kafka(endpoints))) {
      admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1))).all().get();
    }
    try (Connection connection = postgres(endpoints);
        PreparedStatement create =
            connection.prepareStatement(
                "create table words (id int generated always as identity, word text)")) {
      create.execute();
    }
  }

  /** Returns when all three have acknowledged the word. */
  static void add(Endpoints endpoints, String word) throws Exception {
    Properties properties = kafka(endpoints);
    properties.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC.topic(), word)).get();
    }
    try (S3Client s3 = s3(endpoints)) {
      s3.putObject(
          r -> r.bucket(endpoints.s3Bucket()).key("words/" + word).metadata(Map.of("word", word)),
          RequestBody.fromString(word));
    }
    try (Connection connection = postgres(endpoints);
        PreparedStatement insert =
            connection.prepareStatement("insert into words (word) values (?)")) {
      insert.setString(1, word);
      insert.execute();
    }
  }

  static Map<Part, List<String>> read(Endpoints endpoints) throws SQLException {
    return Map.of(
        Part.KAFKA, readKafka(endpoints),
        Part.S3, readS3(endpoints),
        Part.POSTGRESQL, readPostgres(endpoints));
  }

  private static List<String> readKafka(Endpoints endpoints) {
    List<String> words = new ArrayList<>();
    Properties properties = kafka(endpoints);
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(TOPIC));
      consumer.seekToBeginning(List.of(TOPIC));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(TOPIC)).get(TOPIC));
      while (consumer.position(TOPIC) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(r -> words.add(r.value()));
      }
    }
    return words;
  }

  private static List<String> readS3(Endpoints endpoints) {
    try (S3Client s3 = s3(endpoints)) {
      return s3
          .listObjectsV2(r -> r.bucket(endpoints.s3Bucket()).prefix("words/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .map(key -> s3.headObject(r -> r.bucket(endpoints.s3Bucket()).key(key)))
          .map(head -> head.metadata().getOrDefault("word", "?"))
          .toList();
    }
  }

  private static List<String> readPostgres(Endpoints endpoints) throws SQLException {
    List<String> words = new ArrayList<>();
    try (Connection connection = postgres(endpoints);
        PreparedStatement select =
            connection.prepareStatement("select word from words order by id");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        words.add(rows.getString(1));
      }
    }
    return words;
  }

  private static Properties kafka(Endpoints endpoints) {
    Properties properties = new Properties();
    properties.setProperty(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, endpoints.kafkaBootstrapServers());
    return properties;
  }

  private static S3Client s3(Endpoints endpoints) {
    URI endpoint = endpoints.s3Endpoint();
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(endpoints.s3AccessKey(), endpoints.s3SecretKey())))
        .build();
  }

  private static Connection postgres(Endpoints endpoints) throws SQLException {
    return DriverManager.getConnection(
        endpoints.jdbcUrl(), endpoints.postgresUser(), endpoints.postgresPassword());
  }
}
