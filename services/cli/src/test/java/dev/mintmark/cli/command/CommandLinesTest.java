package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLinesTest {
  private static final String RELEASE =
      """
      {"name": "face-detect", "version": "v1.0.0", "state": "%s", "request": "sha256:r",
       "repository": "vision/face-detect", "index": "sha256:i", "rejection": %s,
       "handOffs": [{"topic": "mintmark.build.requested.v1", "partition": 2, "offset": 7,
        "eventId": "e1", "time": "2026-01-01T00:00:00Z", "request": "sha256:r",
        "artifacts": [{"role": "model.file", "digest": "sha256:m", "mediaType": "application/onnx",
         "size": 442005}]},
        {"topic": "mintmark.release.signed.v1", "partition": 2, "offset": 8,
        "eventId": "e2", "time": "2026-01-01T00:00:01Z", "request": "sha256:r",
        "artifacts": [{"role": "index", "digest": "sha256:i", "mediaType": "x", "size": 5},
         {"role": "objects[0].manifest", "digest": "sha256:o", "mediaType": "x", "size": 5}]}]}\
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>(Map.of("MINTMARK_TOKEN", "secret"));
  @TempDir Path folder;

  @Test
  void showsWhyAReleaseIsRevokedAndThatItsTrainingDrifted() {
    String more =
        "null, \"revocation\": {\"reason\": \"it leaks\", \"time\": \"2026-02-01T00:00:00Z\"},"
            + " \"trainingDrift\": [{\"release\": \"face-detect:v0.9.0\", \"model\": \"sha256:n\"}]";
    try (TestServer ledger = ledger(RELEASE.formatted("revoked", more))) {
      assertThat(run("release", "show", "face-detect:v1.0.0")).isEqualTo(Exit.OK.code());
    }
    assertThat(out.toString().lines())
        .contains(
            "face-detect:v1.0.0  revoked",
            "revoked     it leaks",
            "drift       the same training gave face-detect:v0.9.0 the model sha256:n");
  }

  @Test
  void showsEveryHandOffWithItsPlaceAndArtifacts() {
    try (TestServer ledger = ledger(RELEASE.formatted("published", "null"))) {
      assertThat(run("release", "show", "face-detect:v1.0.0")).isEqualTo(Exit.OK.code());
      assertThat(ledger.requests()).containsExactly("GET /v1/releases/face-detect/v1.0.0");
    }
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            face-detect:v1.0.0  published
            repository  vision/face-detect
            index       sha256:i

            mintmark.build.requested.v1  by ci  2026-01-01T00:00:00Z
              partition 2  offset 7  event e1
              model.file  sha256:m  442.0 kB  application/onnx

            mintmark.release.signed.v1  by signer  2026-01-01T00:00:01Z
              partition 2  offset 8  event e2
              index  sha256:i  5 B  x
              and 1 objects for the registry; --all lists them
            """);
  }

  @Test
  void showsWhyAReleaseWasRefused() {
    String rejection =
        """
        {"step": "image-builder", "code": "IMG-002", "subject": "base debian:12",
         "found": "it is a tag", "advice": "pin it"}\
        """;
    try (TestServer ledger = ledger(RELEASE.formatted("rejected", rejection))) {
      assertThat(run("release", "show", "face-detect:v1.0.0")).isEqualTo(Exit.OK.code());
    }
    assertThat(out.toString())
        .contains("refused by  image-builder: base debian:12: it is a tag; pin it (IMG-002)");
  }

  @Test
  void jsonIsTheLedgersOwnDocument() throws IOException {
    String document = RELEASE.formatted("published", "null");
    try (TestServer ledger = ledger(document)) {
      run("release", "show", "face-detect:v1.0.0", "--json");
    }
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(out.toString())).isEqualTo(json.readTree(document));
  }

  @Test
  void listsReleasesInATable() {
    String page =
        """
        {"releases": [{"name": "a", "version": "v1.0.0", "state": "published"},
         {"name": "face-detect", "version": "v1.0.0-rc.1", "state": "rejected"}], "next": null}\
        """;
    try (TestServer ledger = ledger(page)) {
      assertThat(run("release", "list")).isZero();
    }
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            name         version      state
            a            v1.0.0       published
            face-detect  v1.0.0-rc.1  rejected
            """);
  }

  @Test
  void aServiceThatIsAwayEndsWithFourAndAnErrorDocument() throws IOException {
    assertThat(run("release", "list", "--json")).isEqualTo(Exit.NOT_REACHABLE.code());
    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.at("/error/code").asText()).isEqualTo("CLI-030");
    assertThat(err.toString()).startsWith("mintmark: no stack runs in ").endsWith("(CLI-030)\n");
  }

  @ParameterizedTest(name = "mintmark {0}")
  @ValueSource(
      strings = {
        "buil",
        "release",
        "release show",
        "release show face-detect",
        "vendor",
        "vendor -f nowhere.yaml",
        "vendor -f r.yaml --bundle",
        "vendor -f r.yaml --from-bundle b.tar --update",
        "build",
        "build -f a -f b",
        "build -f release.yaml --version 1.0.0",
        "build -f nowhere.yaml",
        "topics",
        "topics apply --replication-factor many",
        "verify",
        "verify face-detect",
        "sbom",
        "sbom face-detect:v1.0.0 --format spdx2",
        "completion",
        "completion fish",
        "bench --releases 0",
        "rollout",
        "rollout start face-detect",
        "rollout show",
        "rollout approve",
        "rollout undo r",
        "rollout recompute r --judgement last",
        "fleet",
        "fleet list --limit some",
        "rebuild face-detect",
        "rebuild --since yesterday",
        "rebuild show",
        "diff face-detect:v1.0.0"
      })
  void misuseEndsWithTwoAndSaysHow(String words) {
    String[] arguments =
        Stream.of(words.split(" ")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    assertThat(run(arguments)).as(err::toString).isEqualTo(Exit.USAGE.code());
    assertThat(err.toString()).startsWith("mintmark: ").containsPattern("\\(CLI-\\d{3}\\)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void withoutAnyWordItShowsItsHelpAndEndsWithTwo() {
    assertThat(run()).isEqualTo(Exit.USAGE.code());
    assertThat(err.toString()).contains("Usage: mintmark", "Commands:", "demo", "Examples:");
    assertThat(out.toString()).as("which a script may read").isEmpty();
  }

  static Stream<CommandLine> commands() {
    World world =
        new World(
            Map.of(),
            Path.of(""),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false,
            false,
            duration -> {});
    return all(CommandLines.of(world));
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(CommandLinesTest::all));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void everyCommandHasHelpWithExamplesThatFitsATerminal(CommandLine command) {
    String help = command.getUsageMessage();

    assertThat(help).contains("Examples:").contains("--help");
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    if (command.getParent() != null) {
      assertThat(help).contains("--json");
    }
  }

  @Test
  void theExitCodesAreOneTable() {
    assertThat(run("--help")).isZero();
    for (Exit exit : Exit.values()) {
      assertThat(out.toString()).contains(exit.code() + "   " + exit.meaning());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bash", "zsh"})
  void printsACompletionScript(String shell) {
    assertThat(run("completion", shell)).isZero();
    assertThat(out.toString()).contains("complete -F _complete_mintmark").contains("topics");
  }

  private int run(String... words) {
    World world =
        new World(
            environment,
            folder,
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            false,
            duration -> {});
    environment.putIfAbsent("MINTMARK_HOME", folder.toString());
    return CommandLines.of(world).execute(words);
  }

  private TestServer ledger(String body) {
    TestServer server = new TestServer(exchange -> TestServer.answer(exchange, 200, body));
    environment.put("MINTMARK_RELEASE_LEDGER_URL", server.uri().toString());
    return server;
  }
}
