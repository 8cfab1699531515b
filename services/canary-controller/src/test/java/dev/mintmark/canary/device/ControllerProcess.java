package dev.mintmark.canary.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.EmbeddedStack;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The built service as its own process, with the heap that it has in the local stack. */
final class ControllerProcess implements AutoCloseable {
  static final String OPERATOR = "operator-token-of-the-tests";
  static final String VIEWER = "viewer-token-of-the-tests";
  static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

  /** Key of the devices' tokens. */
  static final byte[] DEVICE_KEY = new byte[32];

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private final Process process;
  private final Path log;
  private final Api api;

  private ControllerProcess(Process process, URI base, Path log) {
    this.process = process;
    this.log = log;
    this.api = new Api(base);
  }

  /** Starts it on a stack; does not wait. */
  static ControllerProcess start(EmbeddedStack stack, URI schemaRegistry, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    write(
        folder.resolve("tokens.json"),
        new ObjectMapper().writeValueAsString(Map.of("viewer", VIEWER, "operator", OPERATOR)));
    write(folder.resolve("device-token.key"), "00".repeat(DEVICE_KEY.length));
    write(folder.resolve("release.pub"), publicKey());
    int port = freePort();
    Path properties = folder.resolve("canary-controller.properties");
    write(properties, text(settings(stack, schemaRegistry, folder, port)));
    Path log = folder.resolve("canary-controller.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", properties.toUri().toString());
    return new ControllerProcess(builder.start(), URI.create("http://127.0.0.1:" + port), log);
  }

  private static Map<String, Object> settings(
      EmbeddedStack stack, URI schemaRegistry, Path folder, int port) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("quarkus.http.port", port);
    settings.put("mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers());
    settings.put("mintmark.store.endpoint", stack.s3Endpoint());
    settings.put("mintmark.store.access-key", stack.s3AccessKey());
    settings.put("mintmark.store.secret-key", stack.s3SecretKey());
    settings.put("mintmark.tokens-file", folder.resolve("tokens.json"));
    settings.put("mintmark.device-token-key", folder.resolve("device-token.key"));
    settings.put("mintmark.schema-registry", schemaRegistry);
    settings.put("mintmark.work-dir", folder.resolve("work"));
    // No release is rolled out here, so nobody answers there.
    settings.put("mintmark.canary.registry", "http://127.0.0.1:1");
    settings.put("mintmark.canary.release-public-key", folder.resolve("release.pub"));
    String server = "//127.0.0.1:" + stack.postgresPort() + "/" + stack.postgresDatabase();
    settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql:" + server);
    settings.put("quarkus.datasource.reactive.url", "postgresql:" + server);
    settings.put("quarkus.datasource.username", stack.postgresUser());
    settings.put("quarkus.datasource.password", stack.postgresPassword());
    return settings;
  }

  private static String publicKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      byte[] der = generator.generateKeyPair().getPublic().getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Map<String, Object> settings) {
    return settings.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  ControllerProcess awaitReady() {
    try {
      Awaitility.await("the controller to be ready; see " + log)
          .atMost(LONG_ENOUGH)
          .ignoreExceptions()
          .until(() -> api.get("/q/health/ready", "").statusCode() == 200);
      return this;
    } catch (ConditionTimeoutException e) {
      // Nobody else has it yet who could close it.
      process.destroyForcibly();
      throw e;
    }
  }

  Api api() {
    return api;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
