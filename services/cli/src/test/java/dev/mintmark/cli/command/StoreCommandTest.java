package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.mintmark.cli.http.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreCommandTest {
  private static final String LOST = "sha256:" + "ab".repeat(32);
  private static final String RESULT =
      """
      {"usage":{"log":{"artifacts":12,"bytes":5000},"pointers":{"artifacts":3,"bytes":70},
        "young":{"artifacts":0,"bytes":0},
        "garbage":{"tree":{"artifacts":1,"bytes":80},"gzip":{"artifacts":2,"bytes":1000000}}},
       "removed":{"artifacts":%d,"bytes":1000080},"spared":{"artifacts":1,"bytes":9},
       "missing":[{"digest":"sha256:aa","by":"topic-0@7","role":"image.app"}],
       "reports":%s}\
      """;

  @TempDir Path folder;
  private final List<String> bodies = new ArrayList<>();
  private CommandRun command;
  private int asked;

  @BeforeEach
  void setUp() {
    command = new CommandRun(folder);
  }

  @Test
  void saysWhatWouldGoAndRemovesNothing() {
    assertThat(run(done(0, "[]"), "store", "gc")).isZero();

    assertThat(bodies).containsExactly("{\"mode\":\"plan\",\"olderThan\":\"PT168H\",\"lost\":[]}");
    assertThat(command.out())
        .contains("reading the log")
        .containsSubsequence("reason", "kind", "artifacts", "size")
        .containsSubsequence("named by nothing", "gzip", "2", "1.0 MB")
        .contains("3 artifacts, 1.0 MB would go; nothing was removed");
  }

  @Test
  void removesAndSaysWhereTheListsAre() {
    int exit =
        run(
            done(3, "[\"sha256:cc\"]"),
            "store",
            "gc",
            "--delete",
            "--older-than",
            "60h",
            "--lost",
            LOST);

    assertThat(exit).isZero();
    assertThat(bodies)
        .containsExactly(
            "{\"mode\":\"delete\",\"olderThan\":\"PT60H\",\"lost\":[\"" + LOST + "\"]}");
    assertThat(command.out())
        .contains("3 artifacts, 1.0 MB removed; 1 were used again meanwhile, and stay")
        .contains("listed in sha256:cc");
  }

  @Test
  void countsByReasonAndNamesWhatIsMissing() {
    assertThat(run(done(0, "[]"), "store", "usage")).isZero();

    assertThat(command.out())
        .containsSubsequence("named by the log", "12", "5.0 kB")
        .containsSubsequence("linked or in use", "3", "70 B")
        .contains("missing: sha256:aa, which topic-0@7 names as image.app");
  }

  @Test
  void printsTheLedgersAnswerAsJson() {
    assertThat(run(done(0, "[]"), "store", "usage", "--json")).isZero();

    assertThat(command.out()).startsWith("{").contains("\"garbage\"").doesNotContain("reading");
  }

  @Test
  void isRefusedWhereTheLedgerCannotDecide() {
    String held =
        "{\"collection\":\"1\",\"state\":\"refused\",\"problem\":"
            + "{\"code\":\"LDG-052\",\"message\":\"artifact sha256:aa: it is not in the store\"}}";

    assertThat(run(held, "store", "gc", "--delete")).isEqualTo(3);
    assertThat(command.err()).contains("it is not in the store", "(LDG-052)");
  }

  @Test
  void failsWhereTheCollectionDid() {
    String failed =
        "{\"collection\":\"1\",\"state\":\"failed\",\"problem\":"
            + "{\"code\":\"LDG-003\",\"message\":\"the store is away\"}}";

    assertThat(run(failed, "store", "gc")).isEqualTo(1);
    assertThat(command.err()).contains("the store is away", "(LDG-003)");
  }

  @Test
  void wantsAnAge() {
    assertThat(command.run("store", "gc", "--older-than", "soon")).isEqualTo(2);
    assertThat(command.err()).contains("'soon' is no age");
  }

  private static String done(int removed, String reports) {
    return "{\"collection\":\"1\",\"state\":\"done\",\"result\":"
        + RESULT.formatted(removed, reports)
        + "}";
  }

  private int run(String end, String... words) {
    try (TestServer ledger = new TestServer(exchange -> answer(exchange, end))) {
      return command.with("release-ledger", ledger).run(words);
    }
  }

  private void answer(HttpExchange exchange, String end) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      TestServer.answer(exchange, 202, view("log"));
    } else if (exchange.getRequestURI().getPath().equals("/v1/collections/1")) {
      TestServer.answer(exchange, 200, bodies.size() == 1 && asked++ == 0 ? view("log") : end);
    } else {
      TestServer.answer(exchange, 404, "{}");
    }
  }

  private static String view(String phase) {
    return "{\"collection\":\"1\",\"state\":\"running\",\"phase\":\""
        + phase
        + "\",\"done\":3,\"total\":0}";
  }
}
