package dev.mintmark.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.StateFile;
import dev.mintmark.launcher.service.Service;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
  @TempDir Path root;
  private Path homePath;

  @BeforeEach
  void buildServices() throws IOException {
    FakeServices.build(root);
    homePath = root.resolve("home");
  }

  @Test
  void startsPartsTopicsAndServicesAndStopsThemAtSigterm() throws Exception {
    List<ProcessId> processes;
    try (LauncherProcess launcher = up()) {
      List<String> parts = parts(launcher.until("up"));
      assertThat(parts)
          .contains("kafka", "s3", "postgresql", "schema-registry", "rights", "topics", "schemas")
          .containsAll(Service.names());
      JsonNode state = state();
      assertThat(state.path("state").asText()).isEqualTo("ready");
      assertThat(topics(state)).contains(expectedTopics());
      assertThat(parts.indexOf("schemas"))
          .isLessThan(parts.indexOf("canary-controller"))
          .isLessThan(parts.indexOf("telemetry-aggregator"));
      assertThat(subjects(state))
          .contains("mintmark.fleet.metrics.v1-value", "mintmark.device.heartbeat.v1-value")
          .doesNotContain("mintmark.release.published.v1-value");
      processes = processes(launcher);
      launcher.process().toHandle().destroy();
      assertThat(launcher.awaitEnd()).isEqualTo(143);
    }
    assertThat(processes).hasSizeGreaterThan(Service.ALL.size() + 1).noneMatch(ProcessId::isAlive);
    assertThat(state().path("state").asText()).isEqualTo("stopped");
  }

  @Test
  void startsAKilledServiceAgainWhereItWas() throws Exception {
    try (LauncherProcess launcher = up()) {
      launcher.until("up");
      JsonNode before = state().path("services").path("signer");
      ProcessHandle.of(before.path("pid").asLong()).orElseThrow().destroyForcibly();
      JsonNode ended = launcher.until("ended").getLast();
      assertThat(ended.path("part").asText()).isEqualTo("signer");
      assertThat(ended.path("exitCode").asInt()).isEqualTo(137);
      assertThat(parts(launcher.until("ready"))).containsExactly("signer");
      JsonNode after = state().path("services").path("signer");
      assertThat(after.path("pid")).isNotEqualTo(before.path("pid"));
      assertThat(after.path("url")).isEqualTo(before.path("url"));
      assertThat(after.path("restarts").asInt()).isEqualTo(1);
    }
  }

  @Test
  void leavesNoOrphanWhenItIsKilledAndStartsAgainWithTheSamePortsAndSecrets() throws Exception {
    List<ProcessId> processes;
    JsonNode before;
    Map<String, String> secrets;
    try (LauncherProcess launcher = up()) {
      launcher.until("up");
      before = state();
      secrets = secrets();
      processes = processes(launcher);
      launcher.process().destroyForcibly();
    }
    try (LauncherProcess launcher = up()) {
      launcher.until("up");
      assertThat(processes).noneMatch(ProcessId::isAlive);
      assertThat(urls(state())).isEqualTo(urls(before));
      assertThat(state().path("kafka")).isEqualTo(before.path("kafka"));
      assertThat(secrets()).isEqualTo(secrets);
    }
  }

  @Test
  void endsRecordedOrphansWhoseGuardsWereKilledToo() throws Exception {
    Process orphan = new ProcessBuilder("sleep", "600").start();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Home home = new Home(homePath);
      home.create();
      StateFile file =
          StateFile.begin(home, ProcessId.of(orphan.pid()).orElseThrow(), Service.names());
      URI url = URI.create("http://127.0.0.1:1");
      file.service("signer", url, ProcessId.of(orphan.pid()).orElseThrow(), 0);
      ProcessId now = ProcessId.of(stranger.pid()).orElseThrow();
      file.service("sbom", url, new ProcessId(now.pid(), now.startTicks() - 1), 0);
      try (LauncherProcess down = LauncherProcess.start(root, homePath, "down")) {
        assertThat(down.awaitEnd()).isZero();
      }
      assertThat(ProcessId.of(orphan.pid())).isEmpty();
      assertThat(now.isAlive()).isTrue();
    } finally {
      orphan.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  @Test
  void tellsWhichServiceFailedWithTheEndOfItsLogAndStopsTheRest() throws Exception {
    Files.createDirectories(homePath);
    Files.createFile(homePath.resolve("tokens.json.refuse"));
    try (LauncherProcess launcher = up()) {
      JsonNode failed = launcher.until("failed").getLast();
      assertThat(failed.path("code").asText()).isEqualTo("STK-021");
      assertThat(failed.path("message").asText())
          .contains("trainer-ingest did not become ready", "exit code 9", "refuses to start");
      assertThat(launcher.awaitEnd()).isEqualTo(1);
    }
    assertThat(state().path("state").asText()).isEqualTo("stopped");
  }

  @Test
  void refusesToStartWhatIsNotBuilt() throws Exception {
    Files.delete(root.resolve("services/sbom/target/quarkus-app/quarkus-run.jar"));
    try (LauncherProcess launcher = up()) {
      JsonNode failed = launcher.until("failed").getLast();
      assertThat(failed.path("message").asText()).contains("sbom").endsWith("(STK-020)");
      assertThat(launcher.awaitEnd()).isEqualTo(1);
    }
  }

  @Test
  void runsDetachedUntilDownAndRefusesASecondOne() throws Exception {
    try (LauncherProcess detached = LauncherProcess.start(root, homePath, "up", "--detach")) {
      assertThat(parts(detached.until("up"))).contains("signer");
      assertThat(detached.awaitEnd()).isZero();
    }
    try (LauncherProcess second = up()) {
      assertThat(second.until("failed").getLast().path("code").asText()).isEqualTo("STK-002");
    }
    try (LauncherProcess status = LauncherProcess.start(root, homePath, "status")) {
      JsonNode answer = status.until("").getLast();
      assertThat(answer.path("state").asText()).isEqualTo("ready");
      assertThat(answer.path("services").path("signer").path("ready").asBoolean()).isTrue();
      assertThat(answer.path("pssBytes").asLong()).isBetween(100L << 20, 4L << 30);
      assertThat(status.awaitEnd()).isZero();
    }
    ProcessId launcher = StateFile.launcher(state()).orElseThrow();
    try (LauncherProcess down = LauncherProcess.start(root, homePath, "down")) {
      JsonNode stopped = down.until("stopped").getLast();
      assertThat(stopped.path("was").asText()).as(stopped.toString()).isEqualTo("running");
      assertThat(down.awaitEnd()).isZero();
    }
    assertThat(launcher.isAlive()).isFalse();
    try (LauncherProcess status = LauncherProcess.start(root, homePath, "status")) {
      assertThat(status.until("").getLast().path("state").asText()).isEqualTo("stopped");
      assertThat(status.awaitEnd()).isEqualTo(3);
    }
  }

  @Test
  void givesEachServiceItsOwnSecretsAndNothingOfTheUsersEnvironment() throws Exception {
    try (LauncherProcess launcher = up()) {
      launcher.until("up");
      for (String name :
          List.of(
              "tokens.json",
              "keys/release.key",
              "keys/device-token.key",
              "conf/signer.properties")) {
        assertThat(permissions(homePath.resolve(name))).isEqualTo("rw-------");
      }
      for (String name : List.of("", "keys", "conf", "logs", "data")) {
        assertThat(permissions(homePath.resolve(name))).isEqualTo("rwx------");
      }
      assertThat(get("sbom", "/environment")).doesNotContain("QUARKUS_HTTP_PORT");
      assertThat(get("signer", "/configuration")).contains("release-key");
      assertThat(get("sbom", "/configuration")).doesNotContain("release-key", "datasource");
      assertThat(get("release-ledger", "/configuration"))
          .contains("quarkus.datasource.reactive.url=postgresql://127.0.0.1:")
          .doesNotContain("release-key", "device-token-key");
      String registry = state().path("services").path("registry").path("url").asText();
      assertThat(get("canary-controller", "/configuration"))
          .contains(
              "mintmark.canary.registry=" + registry,
              "mintmark.canary.release-public-key=" + homePath.resolve("keys/release.pub"),
              "mintmark.device-token-key=" + homePath.resolve("keys/device-token.key"),
              "mintmark.schema-registry=" + state().at("/schemaRegistry/url").asText(),
              "quarkus.datasource.reactive.url=postgresql://127.0.0.1:")
          .doesNotContain("release.key");
      assertThat(get("telemetry-aggregator", "/configuration"))
          .contains("mintmark.device-token-key=", "mintmark.telemetry.window=PT1S")
          .doesNotContain("datasource", "release");
    }
  }

  private LauncherProcess up() throws IOException {
    return LauncherProcess.start(root, homePath, "up");
  }

  private JsonNode state() throws IOException {
    return StateFile.read(new Home(homePath)).orElseThrow();
  }

  private Map<String, String> secrets() throws IOException {
    return Map.of(
        "tokens", Files.readString(homePath.resolve("tokens.json")),
        "key", Files.readString(homePath.resolve("keys/release.key")),
        "pub", Files.readString(homePath.resolve("keys/release.pub")));
  }

  private String get(String service, String path) throws Exception {
    URI url = URI.create(state().path("services").path(service).path("url").asText());
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> parts(List<JsonNode> events) {
    return events.stream()
        .filter(e -> e.path("event").asText().equals("ready"))
        .map(e -> e.path("part").asText())
        .toList();
  }

  private static List<String> urls(JsonNode state) {
    List<String> urls = new ArrayList<>();
    state.path("services").forEach(s -> urls.add(s.path("url").asText()));
    return urls;
  }

  private static List<ProcessId> processes(LauncherProcess launcher) {
    ProcessHandle self = launcher.process().toHandle();
    return Stream.concat(Stream.of(self), self.descendants())
        .flatMap(h -> ProcessId.of(h.pid()).stream())
        .toList();
  }

  private static Map<String, Object> admin(JsonNode state, Map<String, String> secrets) {
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        state.path("kafka").path("saslBootstrapServers").asText(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "%s required username=\"mintmark\" password=\"%s\";"
            .formatted(
                ScramLoginModule.class.getName(), secrets.get("kafka.identity.mintmark.password")));
  }

  private Set<String> topics(JsonNode state) throws Exception {
    try (Admin admin =
        Admin.create(
            admin(state, PrivateFiles.read(homePath.resolve("data/secrets.properties"))))) {
      return admin.listTopics().names().get();
    }
  }

  private static String subjects(JsonNode state) throws Exception {
    URI subjects = URI.create(state.at("/schemaRegistry/url").asText() + "/subjects");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(subjects).build(), BodyHandlers.ofString()).body();
    }
  }

  private static String[] expectedTopics() {
    return TopicCatalogue.all().stream()
        .flatMap(t -> Stream.of(t.name(), t.deadLetters()))
        .toArray(String[]::new);
  }
}
