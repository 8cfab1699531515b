package dev.mintmark.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the started parts listen and what opens them. A getter of a part that was not started
 * throws {@link IllegalStateException}.
 *
 * @param values the form on disk; it holds secrets
 */
public record Endpoints(SortedMap<String, String> values) {
  public static final String KAFKA_BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
  public static final String KAFKA_SASL_BOOTSTRAP_SERVERS = "kafka.sasl.bootstrap.servers";

  /** Who may do everything in Kafka: for operators, and for whoever sets the others' rights. */
  public static final String KAFKA_ADMIN = "mintmark";

  public static final String S3_ENDPOINT = "s3.endpoint";
  public static final String S3_ACCESS_KEY = "s3.access-key";
  public static final String S3_SECRET_KEY = "s3.secret-key";
  public static final String S3_BUCKET = "s3.bucket";

  /** The identity of rebuilds' steps. */
  public static final String S3_REBUILD = "mintmark-rebuild";

  public static final String POSTGRESQL_PORT = "postgresql.port";
  public static final String POSTGRESQL_DATABASE = "postgresql.database";
  public static final String POSTGRESQL_USER = "postgresql.user";
  public static final String POSTGRESQL_PASSWORD = "postgresql.password";
  public static final String SCHEMA_REGISTRY_URL = "schema-registry.url";

  public Endpoints {
    values = new TreeMap<>(values);
  }

  public static Endpoints of(Map<String, String> values) {
    return new Endpoints(new TreeMap<>(values));
  }

  /** Reads what {@link #write} wrote. */
  public static Endpoints read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    SortedMap<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
    return new Endpoints(values);
  }

  public void write(Writer out) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    properties.store(out, null);
  }

  /** {@code 127.0.0.1:<port>}: without a password. */
  public String kafkaBootstrapServers() {
    return value(KAFKA_BOOTSTRAP_SERVERS);
  }

  /**
   * {@code 127.0.0.1:<port>}: with a password, {@code SASL_PLAINTEXT} and {@code SCRAM-SHA-512};
   * only where the stack was given identities.
   */
  public String kafkaSaslBootstrapServers() {
    return value(KAFKA_SASL_BOOTSTRAP_SERVERS);
  }

  /** The name under which the password of an identity stands. */
  public static String kafkaPasswordOf(String identity) {
    return "kafka.identity." + identity + ".password";
  }

  /**
   * What an identity comes to Kafka with.
   *
   * @param identity e.g. {@link #KAFKA_ADMIN}
   */
  public String kafkaPassword(String identity) {
    return value(kafkaPasswordOf(identity));
  }

  /** {@code http://127.0.0.1:<port>}; path-style addressing, signature version 4, any region. */
  public URI s3Endpoint() {
    return URI.create(value(S3_ENDPOINT));
  }

  /** Of the identity that may do everything: for operators and tests. */
  public String s3AccessKey() {
    return value(S3_ACCESS_KEY);
  }

  public String s3SecretKey() {
    return value(S3_SECRET_KEY);
  }

  /** The name under which an identity's secret key stands. */
  public static String s3SecretKeyOf(String identity) {
    return "s3.identity." + identity + ".secret-key";
  }

  /**
   * The secret key of an identity that may do some things only; its access key is its name.
   *
   * @param identity e.g. {@link #S3_REBUILD}
   */
  public String s3SecretKey(String identity) {
    return value(s3SecretKeyOf(identity));
  }

  /** Access key of the identity that reaches nothing but what is under {@code rebuild/}. */
  public String s3RebuildAccessKey() {
    return S3_REBUILD;
  }

  public String s3RebuildSecretKey() {
    return s3SecretKey(S3_REBUILD);
  }

  /** The bucket that is there from the start. */
  public String s3Bucket() {
    return value(S3_BUCKET);
  }

  public int postgresPort() {
    return Integer.parseInt(value(POSTGRESQL_PORT));
  }

  public String postgresDatabase() {
    return value(POSTGRESQL_DATABASE);
  }

  /** A superuser of this server. */
  public String postgresUser() {
    return value(POSTGRESQL_USER);
  }

  public String postgresPassword() {
    return value(POSTGRESQL_PASSWORD);
  }

  /** {@code jdbc:postgresql://127.0.0.1:<port>/<database>}, without the user. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + postgresPort() + "/" + postgresDatabase();
  }

  /** Base of Confluent's API, version 7: {@code http://127.0.0.1:<port>/apis/ccompat/v7}. */
  public URI schemaRegistry() {
    return URI.create(value(SCHEMA_REGISTRY_URL));
  }

  /** Names only: the values hold secrets. */
  @Override
  public String toString() {
    return "Endpoints" + values.keySet();
  }

  private String value(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException(
          key + " is not known: its part was not started; name it in EmbeddedStack.start");
    }
    return value;
  }
}
