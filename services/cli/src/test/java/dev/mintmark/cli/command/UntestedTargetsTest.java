package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.TestServer;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device class that nobody tried is told wherever a release for it is shown or sent out. */
class UntestedTargetsTest {
  private static final String PROFILE =
      """
      apiVersion: mintmark.dev/v1
      name: %s
      description: a board
      platform: linux/arm64
      requires: []
      model: {format: onnx, quantization: int8, toolchain: qdq-java}
      %s
      """;
  private static final String BOARD = PROFILE.formatted("board", "tested: untested");
  private static final String KNOWN = PROFILE.formatted("known", "tested: A. Person, 2026-01-01");
  private static final String WARNING =
      "target board is untested: nobody has run a release on such hardware";
  private static final String ROLLOUT =
      """
      {"rollout": "r:1", "release": "face:v1.0.0", "index": "sha256:i", "policy": "sha256:p",
       "classes": ["%s"], "state": "PLANNED", "stage": 0, "percent": 5.0, "devices": 1,
       "counts": {}, "changes": []}\
      """;

  private final TestServer ledger = new TestServer(this::answer);
  private String boardsBytes = BOARD;
  @TempDir Path folder;

  @AfterEach
  void stop() {
    ledger.close();
  }

  @Test
  void releaseShowTellsThem() throws IOException {
    CommandRun shown = run("release", "show", "face:v1.0.0");
    assertThat(shown.out()).contains(WARNING).doesNotContain("target known");

    CommandRun json = run("release", "show", "face:v1.0.0", "--json");
    JsonNode targets = new ObjectMapper().readTree(json.out()).path("targets");
    assertThat(targets.at("/board/tested").asText()).isEqualTo("untested");
    assertThat(targets.at("/known/tested").asText()).isEqualTo("A. Person, 2026-01-01");
  }

  @Test
  void aProfileThatIsNotTheRecordedOneIsNotBelieved() throws IOException {
    boardsBytes = KNOWN;

    assertThat(run("release", "show", "face:v1.0.0").out())
        .contains("untested    not known: cannot read targets[board].profile")
        .contains("(CLI-042)")
        .doesNotContain(WARNING);
    String json = run("release", "show", "face:v1.0.0", "--json").out();
    assertThat(new ObjectMapper().readTree(json).path("targetsNotKnown").asText())
        .contains("(CLI-042)");
  }

  @Test
  void rolloutsTellThoseOfTheirOwnClasses() throws IOException {
    Files.createDirectories(folder.resolve("deploy/policies"));
    Files.writeString(folder.resolve("deploy/policies/default.yaml"), "name: default\n");

    assertThat(rollout("board", "start", "face:v1.0.0").out()).contains(WARNING);
    assertThat(rollout("board", "show", "r:1").out()).contains(WARNING);
    assertThat(rollout("known", "show", "r:1").out()).doesNotContain("untested");
    JsonNode json = new ObjectMapper().readTree(rollout("board", "show", "r:1", "--json").out());
    assertThat(json.at("/targets/board/tested").asText()).isEqualTo("untested");
    assertThat(json.path("rollout").asText()).isEqualTo("r:1");
  }

  private CommandRun run(String... words) {
    CommandRun run = new CommandRun(folder).with("release-ledger", ledger);
    assertThat(run.run(words)).as(run.err()).isEqualTo(Exit.OK.code());
    return run;
  }

  private CommandRun rollout(String targetClass, String verb, String what, String... more) {
    try (TestServer controller =
        new TestServer(exchange ->
            TestServer.answer(
                exchange,
                exchange.getRequestMethod().equals("POST") ? 201 : 200,
                ROLLOUT.formatted(targetClass)))) {
      CommandRun run =
          new CommandRun(folder)
              .with("release-ledger", ledger)
              .with("canary-controller", controller);
      String[] words = new String[3 + more.length];
      words[0] = "rollout";
      words[1] = verb;
      words[2] = what;
      System.arraycopy(more, 0, words, 3, more.length);
      assertThat(run.run(words)).as(run.err()).isEqualTo(Exit.OK.code());
      return run;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith(digest(BOARD))) {
      TestServer.answer(exchange, 200, boardsBytes);
    } else if (path.endsWith(digest(KNOWN))) {
      TestServer.answer(exchange, 200, KNOWN);
    } else {
      TestServer.answer(exchange, 200, release());
    }
  }

  private static String release() {
    String use =
        "{\"role\": \"targets[%s].profile\", \"digest\": \"%s\", \"mediaType\": \"x\", \"size\": 1}";
    return """
    {"name": "face", "version": "v1.0.0", "state": "published",
     "handOffs": [{"topic": "mintmark.build.requested.v1", "partition": 0, "offset": 1,
      "eventId": "e", "time": "2026-01-01T00:00:00Z", "request": "sha256:r",
      "artifacts": [%s, %s]}]}\
    """
        .formatted(use.formatted("board", digest(BOARD)), use.formatted("known", digest(KNOWN)));
  }

  private static String digest(String profile) {
    return Digest.of(profile.getBytes(UTF_8)).toString();
  }
}
