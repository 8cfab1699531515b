package dev.mintmark.contract.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** The whole line in a folder of its own, driven through the command line as a user would. */
public final class Line implements AutoCloseable {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(180);
  private static final ObjectMapper JSON = new ObjectMapper();
  public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  static final Path EXAMPLE = PROJECT.resolve("examples/face-detect");
  static final Path RELEASE_FILE = EXAMPLE.resolve("release.yaml");

  private final Path home;
  private final Map<String, String> environment;
  private final List<String> prefix;

  private Line(Path home, Map<String, String> environment, List<String> prefix) {
    this.home = home;
    this.environment = environment;
    this.prefix = prefix;
  }

  /** Starts everything. */
  public static Line start(Path home) {
    return start(home, Map.of(), List.of());
  }

  /**
   * The same in another environment, which every command has, too.
   *
   * @param umask octal
   */
  public static Line start(Path home, Map<String, String> variables, String umask) {
    return start(
        home, variables, List.of("/bin/sh", "-c", "umask " + umask + " && exec \"$@\"", "sh"));
  }

  private static Line start(Path home, Map<String, String> variables, List<String> prefix) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("MINTMARK_HOME", home.toString());
    Line line = new Line(home, environment, prefix);
    Command up = line.mintmark("up", "--detach");
    assertThat(up.exit()).as(up::toString).isZero();
    return line;
  }

  /** Runs {@code mintmark} with these words. */
  public Command mintmark(String... words) {
    return mintmark(List.of(), words);
  }

  /** The same in a JVM with these options. */
  Command mintmark(List<String> options, String... words) {
    List<String> command = new ArrayList<>(prefix);
    command.add(java());
    command.addAll(options);
    command.add("-jar");
    command.add(cliJar().toString());
    command.addAll(List.of(words));
    return Command.run(environment, command);
  }

  /** The java that runs these tests. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public static Path cliJar() {
    Path target = PROJECT.resolve("services/cli/target");
    try (var files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("mintmark-cli-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException(
                  "no command line in " + target + "; build everything first"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requests the example release under another version and waits for its end. */
  public Command build(String version) {
    return mintmark(
        "build",
        "-f",
        RELEASE_FILE.toString(),
        "--inputs",
        Inputs.folder().toString(),
        "--version",
        version,
        "--json");
  }

  /** Requests the example release under another version and does not wait. */
  public void request(String version) {
    Command request =
        mintmark(
            "build",
            "-f",
            RELEASE_FILE.toString(),
            "--inputs",
            Inputs.folder().toString(),
            "--version",
            version,
            "--no-wait",
            "--json");
    assertThat(request.exit()).as(request::toString).isZero();
  }

  public JsonNode show(String release) {
    Command show = mintmark("release", "show", release, "--json");
    assertThat(show.exit()).as(show::toString).isZero();
    return json(show.output());
  }

  /** Waits until the ledger says that a release is published or rejected, and gives its state. */
  public String end(String release) {
    long end = System.nanoTime() + LONG_ENOUGH.toNanos();
    while (System.nanoTime() < end) {
      Command show = mintmark("release", "show", release, "--json");
      String state = show.exit() == 0 ? json(show.output()).path("state").asText() : "";
      if (state.equals("published") || state.equals("rejected")) {
        return state;
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    return "no end";
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private JsonNode state() {
    try {
      return JSON.readTree(home.resolve("stack.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path home() {
    return home;
  }

  /** Where one only reads, and needs no password. */
  public String bootstrapServers() {
    return state().at("/kafka/bootstrapServers").asText();
  }

  /** What a Kafka client needs that comes as one of the stack's identities. */
  public Map<String, Object> kafka(String identity) {
    Properties secrets = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("data/secrets.properties"))) {
      secrets.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return KafkaLogin.of(
        state().at("/kafka/saslBootstrapServers").asText(),
        identity,
        secrets.getProperty("kafka.identity." + identity + ".password"));
  }

  public URI url(String service) {
    return URI.create(state().at("/services/" + service + "/url").asText());
  }

  public String token(String role) {
    try {
      return JSON.readTree(home.resolve("tokens.json").toFile()).path(role).asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path publicKey() {
    return home.resolve("keys/release.pub");
  }

  /** The public half of the key of attestations. */
  public Path evidenceKey() {
    return publicKey().resolveSibling("evidence.pub");
  }

  /** The process that the service is now. */
  public long pid(String service) {
    return state().at("/services/" + service + "/pid").asLong();
  }

  /** Kills one service at once; the launcher starts it again. */
  public void kill(String service) {
    ProcessHandle.of(pid(service)).ifPresent(ProcessHandle::destroyForcibly);
  }

  LogTail tail(String service) {
    return new LogTail(home.resolve("logs/" + service + ".log"));
  }

  @Override
  public void close() {
    Command down = mintmark("down");
    assertThat(down.exit()).as(down::toString).isZero();
  }
}
