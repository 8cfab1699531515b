package dev.mintmark.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.service.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps of rebuilds as children of a launcher of their own, beside a stack of fakes. */
@Timeout(180)
class RebuildIT {
  @TempDir static Path root;
  private static Path home;
  private static LauncherProcess stack;

  @BeforeAll
  static void start() throws IOException {
    FakeServices.build(root);
    home = root.resolve("home");
    stack = LauncherProcess.start(root, home, "up");
    stack.until("up");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    stack.close();
  }

  @BeforeEach
  void order() throws IOException {
    say("ordered");
  }

  @Test
  void runsTheStepsUntilAllIsJudged() throws Exception {
    try (LauncherProcess rebuild = rebuild()) {
      List<JsonNode> begin = rebuild.until("up");
      assertThat(names(begin, "toolchain", "step")).containsExactlyElementsOf(steps());
      assertThat(names(begin, "ready", "part")).containsExactlyInAnyOrderElementsOf(steps());
      Map<String, ProcessId> workers = processes(begin);

      assertThat(rebuild.until("release").getLast().path("state").asText()).isEqualTo("ordered");
      say("quantized");
      assertThat(rebuild.until("release").getLast().path("state").asText()).isEqualTo("quantized");

      say("judged");
      JsonNode judged = rebuild.until("release").getLast();
      assertThat(judged.path("release").asText()).isEqualTo("face:v1.0.0");
      assertThat(judged.path("outcome").asText()).isEqualTo("IDENTICAL");
      assertThat(rebuild.awaitEnd()).isZero();
      assertThat(workers.values()).noneMatch(ProcessId::isAlive);
      assertThat(home.resolve("work/rebuild-7")).doesNotExist();
    }
  }

  @Test
  void givesAStepItsRunItsToolchainAndTheRebuildsIdentityAndNoKeyOrToken() throws Exception {
    try (LauncherProcess rebuild = rebuild()) {
      URI signer = url(rebuild.until("up"), "signer");
      String configuration = get(signer, "/configuration");
      assertThat(configuration)
          .contains(
              "mintmark.run=rebuild-7",
              "mintmark.since=2026-01-02T03:04:05.006Z",
              "mintmark.store.access-key=mintmark-rebuild",
              "mintmark.kafka.username=mintmark-rebuild",
              "mintmark.toolchain.document=",
              "mintmark.toolchain.folder=" + root.resolve("services/signer/target/quarkus-app"))
          .doesNotContain("release-key", "verdict-key", "tokens-file", "datasource");
      assertThat(get(signer, "/environment"))
          .contains("TZ=Pacific/Chatham", "LANG=tr_TR.UTF-8")
          .doesNotContain("QUARKUS_HTTP_PORT");
    }
  }

  @Test
  void startsAKilledStepAgain() throws Exception {
    try (LauncherProcess rebuild = rebuild()) {
      Objects.requireNonNull(processes(rebuild.until("up")).get("sbom")).kill();

      assertThat(rebuild.until("ended").getLast().path("part").asText()).isEqualTo("sbom");
      assertThat(rebuild.until("ready").getLast().path("part").asText()).isEqualTo("sbom");
    }
  }

  @Test
  void leavesNoStepWhenItIsKilled() throws Exception {
    Map<String, ProcessId> workers;
    try (LauncherProcess rebuild = rebuild()) {
      workers = processes(rebuild.until("up"));
      rebuild.process().destroyForcibly().waitFor();
    }
    assertThat(workers).hasSize(5);
    for (ProcessId worker : workers.values()) {
      assertThat(worker.awaitEnd(java.time.Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void endsWithWhoeverStartedIt() throws Exception {
    try (LauncherProcess rebuild = rebuild()) {
      Map<String, ProcessId> workers = processes(rebuild.until("up"));
      rebuild.process().getOutputStream().close();

      assertThat(rebuild.awaitEnd()).isEqualTo(1);
      assertThat(workers.values()).noneMatch(ProcessId::isAlive);
    }
  }

  @Test
  void twoRebuildsAtOnceButNotOneTwice() throws Exception {
    try (LauncherProcess first = rebuild();
        LauncherProcess other = start("--run", "rebuild-8")) {
      first.until("up");
      other.until("up");
      try (LauncherProcess second = rebuild()) {
        assertThat(second.until("failed").getLast().path("code").asText()).isEqualTo("STK-044");
      }
    }
  }

  @Test
  void saysThatNoStackRuns() throws Exception {
    try (LauncherProcess nowhere =
        LauncherProcess.start(root, root.resolve("none"), "rebuild", "--run", "rebuild-7")) {
      assertThat(nowhere.until("failed").getLast().path("code").asText()).isEqualTo("STK-041");
      assertThat(nowhere.awaitEnd()).isEqualTo(1);
    }
  }

  @Test
  void saysThatTheJdkIsNone() throws Exception {
    try (LauncherProcess rebuild = start("--run", "rebuild-7", "--jdk", root.toString())) {
      assertThat(rebuild.until("failed").getLast().path("code").asText()).isEqualTo("STK-040");
    }
  }

  private static LauncherProcess rebuild() throws IOException {
    return start("--run", "rebuild-7");
  }

  private static LauncherProcess start(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("rebuild"));
    words.addAll(List.of(options));
    return LauncherProcess.start(
        root,
        home,
        Map.of("TZ", "Pacific/Chatham", "LANG", "tr_TR.UTF-8"),
        words.toArray(String[]::new));
  }

  /** What the fake ledger says from now on of every run. */
  private static void say(String state) throws IOException {
    String outcome = state.equals("judged") ? "\"IDENTICAL\"" : "null";
    Path file = home.resolve("rebuild.json.new");
    Files.writeString(
        file,
        """
        {"run": "rebuild-7", "since": "2026-01-02T03:04:05.006Z", "toolchain": "recorded",
         "steps": [{"step": "sbom", "toolchain": null}],
         "releases": [{"release": "face:v1.0.0", "state": "%s", "outcome": %s}]}\
        """
            .formatted(state, outcome));
    Files.move(file, home.resolve("rebuild.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> steps() {
    return Service.STEPS.stream().map(Service::name).toList();
  }

  private static List<String> names(List<JsonNode> events, String event, String field) {
    return events.stream()
        .filter(e -> e.path("event").asText().equals(event))
        .map(e -> e.path(field).asText())
        .toList();
  }

  private static Map<String, ProcessId> processes(List<JsonNode> events) {
    Map<String, ProcessId> processes = new TreeMap<>();
    for (JsonNode event : events) {
      if (event.path("event").asText().equals("started")) {
        processes.put(
            event.path("part").asText(), ProcessId.of(event.path("pid").asLong()).orElseThrow());
      }
    }
    return processes;
  }

  private static URI url(List<JsonNode> events, String step) {
    return events.stream()
        .filter(e -> e.path("event").asText().equals("started"))
        .filter(e -> e.path("part").asText().equals(step))
        .map(e -> URI.create(e.path("url").asText()))
        .findFirst()
        .orElseThrow();
  }

  private static String get(URI url, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url.resolve(path)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
