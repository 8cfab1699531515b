package dev.mintmark.kit.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The configuration of a service under test, and the files that it names, in one folder. */
public final class ServiceSettings {
  /** The key of the devices' tokens that {@link #deviceTokens} writes. */
  public static final byte[] DEVICE_KEY = new byte[32];

  private final Path folder;
  private final SortedMap<String, Object> values = new TreeMap<>();

  private ServiceSettings(Path folder) {
    this.folder = folder;
  }

  /**
   * Settings in a folder.
   *
   * @param folder made where it is not there
   */
  public static ServiceSettings in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new ServiceSettings(folder)
        .with("quarkus.http.host", "127.0.0.1")
        .with("mintmark.work-dir", folder.resolve("work"));
  }

  /** One setting more, or another value of one. */
  public ServiceSettings with(String key, Object value) {
    values.put(key, value);
    return this;
  }

  /** The stack's broker and artifact store. */
  public ServiceSettings stack(EmbeddedStack stack) {
    return with("mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers())
        .with("mintmark.store.endpoint", stack.s3Endpoint())
        .with("mintmark.store.bucket", stack.s3Bucket())
        .with("mintmark.store.access-key", stack.s3AccessKey())
        .with("mintmark.store.secret-key", stack.s3SecretKey());
  }

  /** A database of the stack's PostgreSQL. */
  public ServiceSettings database(EmbeddedStack stack, String database) {
    String address = "postgresql://127.0.0.1:" + stack.postgresPort() + "/" + database;
    return with("quarkus.datasource.jdbc.url", "jdbc:" + address)
        .with("quarkus.datasource.reactive.url", address)
        .with("quarkus.datasource.username", stack.postgresUser())
        .with("quarkus.datasource.password", stack.postgresPassword());
  }

  /** The roles' tokens. */
  public ServiceSettings tokens(Map<String, String> byRole) throws IOException {
    Path file = folder.resolve("tokens.json");
    Files.write(file, new ObjectMapper().writeValueAsBytes(byRole));
    return with("mintmark.tokens-file", file);
  }

  /** The key of the devices' tokens. */
  public ServiceSettings deviceTokens() throws IOException {
    Path file = folder.resolve("device-token.key");
    Files.writeString(file, "00".repeat(DEVICE_KEY.length));
    return with("mintmark.device-token-key", file);
  }

  /** Where the settings' files are. */
  public Path folder() {
    return folder;
  }

  /** The properties file. */
  Path write(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return Files.writeString(folder.resolve(name + ".properties"), text);
  }
}
