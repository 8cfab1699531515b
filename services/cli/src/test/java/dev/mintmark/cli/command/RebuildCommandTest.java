package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.mintmark.cli.home.Checkout;
import dev.mintmark.cli.http.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger is a fake, and a single source file stands for the launcher. */
@Timeout(60)
class RebuildCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final String ROWS =
      """
      {"step": "sbom", "role": "images[0].sbom", "recorded": {"digest": "%1$s"},
       "rebuilt": {"digest": "%1$s"}, "verdict": "IDENTICAL"},
      {"step": "converter-quantizer", "role": "variants[0].table", "recorded": {"digest": "%1$s"},
       "rebuilt": {"digest": "sha256:cd"}, "verdict": "EQUIVALENT", "rule": "calibration-1e-5"}\
      """
          .formatted(DIGEST);
  private static final String BAD_ROW =
      """
      , {"step": "image-builder", "role": "index", "recorded": {"digest": "%s"}, "rebuilt": null,
       "verdict": "MISSING_INPUT", "detail": "opt/lib.so is gone"}\
      """
          .formatted(DIGEST);

  @TempDir Path folder;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private CommandRun command;

  @BeforeEach
  void setUp() throws IOException {
    command = new CommandRun(folder);
    launcher(
        """
        System.out.println("{\\"event\\":\\"starting\\",\\"run\\":\\"rebuild-3\\"}");
        System.out.println("{\\"event\\":\\"toolchain\\",\\"step\\":\\"sbom\\",\\"source\\":\\"recorded\\","
            + "\\"distribution\\":\\"%s\\",\\"java\\":\\"25.0.3\\",\\"fetched\\":2}");
        System.out.println("{\\"event\\":\\"up\\",\\"millis\\":1200}");
        System.out.println("{\\"event\\":\\"release\\",\\"release\\":\\"face:v1.0.0\\",\\"state\\":\\"built\\"}");
        System.out.println("{\\"event\\":\\"release\\",\\"release\\":\\"face:v1.0.0\\",\\"state\\":\\"judged\\","
            + "\\"outcome\\":\\"EQUIVALENT\\"}");
        System.out.println("{\\"event\\":\\"stopped\\"}");
        """
            .formatted(DIGEST));
  }

  @Test
  void rebuildsAReleaseAndShowsEveryArtifact() throws IOException {
    try (TestServer ledger = ledger(run("EQUIVALENT", ROWS))) {
      assertThat(rebuild(ledger, "face:v1.0.0")).as(command.err()).isZero();
      assertThat(ledger.requests())
          .containsExactly("POST /v1/rebuilds", "GET /v1/rebuilds/rebuild-3");
    }
    JsonNode body = JSON.readTree(bodies.getFirst());
    assertThat(body.path("releases").toString()).isEqualTo("[\"face:v1.0.0\"]");
    assertThat(body.path("toolchain").asText()).isEqualTo("recorded");
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            rebuild-3: face:v1.0.0
            starting the steps of rebuild-3
              sbom                 recorded toolchain sha256:abababababab, Java 25.0.3, 2 files fetched
            steps ready after 1200 ms
              face:v1.0.0          built
              face:v1.0.0          judged: EQUIVALENT

            step                 artifact           verdict                       digest               detail
            sbom                 images[0].sbom     IDENTICAL                     sha256:abababababab
            converter-quantizer  variants[0].table  EQUIVALENT(calibration-1e-5)  sha256:abababababab

            face:v1.0.0 in rebuild-3: EQUIVALENT, 1 of 2 artifacts identical
            """);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"DIFFERENT", "MISSING_INPUT", "TOOLCHAIN_CHANGED", "UNDECIDED", "A_NEW_WORD"})
  void endsWithThreeWhereAReleaseWasNotMadeAgain(String outcome) {
    try (TestServer ledger = ledger(run(outcome, ROWS + BAD_ROW))) {
      assertThat(rebuild(ledger, "face:v1.0.0")).isEqualTo(3);
    }
    assertThat(command.out())
        .contains("MISSING_INPUT", "opt/lib.so is gone")
        .contains("`mintmark diff face:v1.0.0 rebuild-3` says where and why");
  }

  @Test
  void printsTheLedgersDocuments() throws IOException {
    try (TestServer ledger = ledger(run("IDENTICAL", ROWS))) {
      rebuild(ledger, "face:v1.0.0", "--json", "--current");
    }
    assertThat(JSON.readTree(bodies.getFirst()).path("toolchain").asText()).isEqualTo("current");
    assertThat(JSON.readTree(command.out()).at("/rebuilds/0"))
        .isEqualTo(JSON.readTree(run("IDENTICAL", ROWS)));
    assertThat(command.err()).contains("steps ready after");
  }

  @ParameterizedTest(name = "since {0}")
  @CsvSource({"2026-01-01, face:v1.0.0|face:v1.1.0", "2026-01-03, face:v1.1.0"})
  void takesAllThatIsPublished(String since, String chosen) throws IOException {
    try (TestServer ledger = ledger(run("IDENTICAL", ROWS))) {
      assertThat(rebuild(ledger, "--all", "--since", since)).as(command.err()).isZero();
    }
    assertThat(JSON.readTree(bodies.getFirst()).path("releases").toString())
        .isEqualTo("[\"" + chosen.replace("|", "\",\"") + "\"]");
  }

  @Test
  void saysThatNothingIsPublishedSince() {
    try (TestServer ledger = ledger(run("IDENTICAL", ROWS))) {
      assertThat(rebuild(ledger, "--all", "--since", "2030-01-01")).isEqualTo(1);
      assertThat(ledger.requests()).doesNotContain("POST /v1/rebuilds");
    }
    assertThat(command.err()).contains("no release is published since 2030-01-01", "(CLI-091)");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", "face:v1.0.0 --all", "face:v1.0.0 --since 2026-01-01"})
  void refusesNoChoiceAndTwo(String words) {
    try (TestServer ledger = ledger("{}")) {
      assertThat(rebuild(ledger, words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
    }
    assertThat(command.err()).contains("(CLI-091)");
  }

  @Test
  void passesOnThatTheLedgerDoesNotKnowTheRelease() {
    try (TestServer ledger =
        new TestServer(exchange ->
            TestServer.answer(
                exchange,
                404,
                "{\"code\": \"LDG-030\", \"message\": \"no release face:v9.9.9 (LDG-030)\"}"))) {
      assertThat(rebuild(ledger, "face:v9.9.9")).isEqualTo(3);
    }
    assertThat(command.err()).contains("no release face:v9.9.9 (LDG-030)");
  }

  @Test
  void passesOnWhyTheStepsCouldNotStart() throws IOException {
    launcher(
        """
        System.out.println("{\\"event\\":\\"failed\\",\\"code\\":\\"STK-041\\",\\"message\\":\\"no stack (STK-041)\\"}");
        System.exit(1);
        """);
    try (TestServer ledger = ledger(run("IDENTICAL", ROWS))) {
      assertThat(rebuild(ledger, "face:v1.0.0")).isEqualTo(1);
    }
    assertThat(command.err()).contains("no stack (STK-041)");
  }

  @Test
  void aRunThatEndedBeforeItsVerdictHasFailed() {
    String open = run("IDENTICAL", ROWS).replace("\"outcome\": \"IDENTICAL\"", "\"outcome\": null");
    try (TestServer ledger = ledger(open)) {
      assertThat(rebuild(ledger, "face:v1.0.0")).isEqualTo(1);
    }
    assertThat(command.err()).contains("nobody has judged face:v1.0.0", "(CLI-092)");
  }

  @Test
  void endsWithFourWhereNoLedgerAnswers() {
    assertThat(command.run("rebuild", "face:v1.0.0")).isEqualTo(4);
  }

  @Test
  void showsAndListsRebuilds() {
    try (TestServer ledger = ledger(run("DIFFERENT", ROWS + BAD_ROW))) {
      command.with("release-ledger", ledger);
      assertThat(command.run("rebuild", "show", "rebuild-3")).as(command.err()).isZero();
      assertThat(command.run("rebuild", "list")).as(command.err()).isZero();
    }
    assertThat(command.out())
        .contains("face:v1.0.0 in rebuild-3: DIFFERENT, 1 of 3 artifacts identical")
        .contains(
            """
            run        ordered                   toolchain  releases  judged  made again
            rebuild-3  2026-01-02T03:04:05.006Z  recorded          1       1           0
            """);
  }

  @Test
  void saysThatARebuildIsNotKnown() {
    try (TestServer ledger = new TestServer(e -> TestServer.answer(e, 404, "{}"))) {
      command.with("release-ledger", ledger);
      assertThat(command.run("rebuild", "show", "rebuild-9")).isEqualTo(1);
      assertThat(command.run("diff", "face:v1.0.0", "rebuild-9")).isEqualTo(1);
    }
    assertThat(command.err())
        .contains("no rebuild rebuild-9", "no report on face:v1.0.0 in rebuild-9", "(CLI-090)");
  }

  @Test
  void saysWhereAndWhyItDiffers() {
    String report =
        """
        {"rows": [
          {"step": "sbom", "role": "images[0].sbom", "verdict": "IDENTICAL"},
          {"step": "image-builder", "role": "layers[0]", "verdict": "DIFFERENT",
           "comparison": {"result": "different", "differences": [
             {"place": "opt/app.py > mode", "recorded": "0644", "rebuilt": "0600", "cause": "mode"}],
             "more": 3}},
          {"step": "trainer-ingest", "role": "model.file", "verdict": "MISSING_INPUT",
           "detail": "sha256:ef is gone"}]}\
        """;
    try (TestServer ledger = new TestServer(e -> TestServer.answer(e, 200, report))) {
      assertThat(command.with("release-ledger", ledger).run("diff", "face:v1.0.0", "rebuild-3"))
          .isEqualTo(3);
      assertThat(ledger.requests())
          .containsExactly("GET /v1/rebuilds/rebuild-3/face/v1.0.0/report");
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            image-builder  layers[0]  DIFFERENT
              opt/app.py > mode: recorded 0644, rebuilt 0600 (mode)
              and 3 more
            trainer-ingest  model.file  MISSING_INPUT
              sha256:ef is gone
            """);
  }

  private int rebuild(TestServer ledger, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "rebuild";
    System.arraycopy(words, 0, all, 1, words.length);
    return command.with("release-ledger", ledger).run(all);
  }

  private static String run(String outcome, String rows) {
    return """
    {"run": "rebuild-3", "since": "2026-01-02T03:04:05.006Z", "toolchain": "recorded",
     "steps": [], "releases": [{"release": "face:v1.0.0", "request": "sha256:r",
      "state": "judged", "outcome": "%s", "attested": true, "verdict": {"artifacts": [%s]}}]}\
    """
        .formatted(outcome, rows);
  }

  private TestServer ledger(String run) {
    return new TestServer(exchange -> answer(exchange, run));
  }

  private void answer(HttpExchange exchange, String run) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      TestServer.answer(
          exchange,
          202,
          "{\"rebuilds\": [{\"run\": \"rebuild-3\", \"releases\": [\"face:v1.0.0\"]}]}");
    } else if (path.equals("/v1/releases")) {
      TestServer.answer(
          exchange,
          200,
          """
          {"releases": [{"name": "face", "version": "v1.0.0", "state": "published"},
           {"name": "face", "version": "v1.1.0", "state": "published"},
           {"name": "face", "version": "v1.2.0", "state": "rejected"}]}\
          """);
    } else if (path.startsWith("/v1/releases/")) {
      String day = path.endsWith("v1.0.0") ? "02" : "04";
      TestServer.answer(
          exchange,
          200,
          """
          {"name": "face", "handOffs": [{"topic": "mintmark.release.published.v1",
           "time": "2026-01-%sT00:00:00Z"}]}\
          """
              .formatted(day));
    } else if (path.equals("/v1/rebuilds")) {
      TestServer.answer(exchange, 200, "{\"rebuilds\": [" + run + "]}");
    } else {
      TestServer.answer(exchange, 200, run);
    }
  }

  private void launcher(String body) throws IOException {
    Checkout checkout = new Checkout(folder);
    Path source = folder.resolve("Fake.java");
    Files.writeString(
        source,
        "class Fake { public static void main(String[] words) throws Exception { " + body + " } }");
    Files.createDirectories(checkout.launcherArguments().getParent());
    Files.writeString(checkout.launcherArguments(), "-Xmx64m\n\"" + source + "\"\n");
  }
}
