package dev.mintmark.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LedgerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private final List<HandOff> seen = new ArrayList<>();

  @Test
  void connectsAgainAfterTheLastEventWhenTheStreamBreaks() {
    List<@Nullable String> resumedAfter = new ArrayList<>();
    AtomicInteger connections = new AtomicInteger();
    try (TestServer server =
        new TestServer(exchange -> {
          resumedAfter.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
          exchange.sendResponseHeaders(200, 0);
          switch (connections.incrementAndGet()) {
            case 1 -> write(exchange, event(1, "build.requested"), event(2, "model.ingested"));
            case 2 -> write(exchange, ": nothing new\n\n");
            default -> write(exchange, event(3, "model.quantized"), event(4, "release.published"));
          }
        })) {
      HandOff last = ledger(server).follow("face:v1.0.0", "sha256:r", LIMIT, seen::add);
      assertThat(last.published()).isTrue();
    }
    assertThat(seen)
        .extracting(HandOff::step)
        .containsExactly("ci", "trainer-ingest", "converter-quantizer", "registry");
    assertThat(resumedAfter).containsExactly(null, "2", "2");
  }

  @Test
  void tellsAHandOffOnceWhenTheServerSendsItAgain() {
    AtomicInteger connections = new AtomicInteger();
    try (TestServer server =
        new TestServer(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          write(exchange, event(1, "build.requested"));
          if (connections.incrementAndGet() > 1) {
            write(exchange, event(2, "release.rejected"));
          }
        })) {
      assertThat(ledger(server).follow("face:v1.0.0", "sha256:r", LIMIT, seen::add).rejected())
          .isTrue();
    }
    assertThat(seen).hasSize(2);
  }

  @Test
  void leavesOutHandOffsOfAnotherRequest() {
    try (TestServer server =
        new TestServer(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          write(
              exchange,
              event(1, "release.rejected").replace("sha256:r", "sha256:other"),
              event(2, "release.published"));
        })) {
      ledger(server).follow("face:v1.0.0", "sha256:r", LIMIT, seen::add);
    }
    assertThat(seen).extracting(HandOff::topic).containsExactly("mintmark.release.published.v1");
  }

  @Test
  void stopsWaitingAtTheLimit() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try (TestServer server =
        new TestServer(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          write(exchange, event(1, "build.requested"));
          exchange.getResponseBody().flush();
          await(over);
        })) {
      CommandException late =
          catchThrowableOfType(
              CommandException.class,
              () ->
                  ledger(server)
                      .follow("face:v1.0.0", "sha256:r", Duration.ofMillis(300), seen::add));
      over.countDown();
      assertThat(late.code()).isEqualTo("CLI-024");
    }
  }

  @Test
  void givesUpOnALedgerThatAnswersNothing() {
    try (TestServer server = new TestServer(exchange -> TestServer.answer(exchange, 500, ""))) {
      assertThat(
              catchThrowableOfType(
                      CommandException.class,
                      () -> ledger(server).follow("a:v1.0.0", "sha256:r", LIMIT, seen::add))
                  .text())
          .contains("release-ledger answered 500")
          .endsWith("(CLI-020)");
    }
  }

  @Test
  void refusesAnEventThatIsNoHandOff() {
    try (TestServer server =
        new TestServer(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          write(exchange, "id: 1\ndata: {\"time\": \"yesterday\"}\n\n");
        })) {
      assertThat(
              catchThrowableOfType(
                      CommandException.class,
                      () -> ledger(server).follow("a:v1.0.0", "sha256:r", LIMIT, seen::add))
                  .code())
          .isEqualTo("CLI-022");
    }
  }

  @Test
  void readsEveryPageOfTheList() {
    try (TestServer server =
        new TestServer(exchange -> {
          boolean first = !exchange.getRequestURI().toString().contains("after");
          String item =
              "{\"releases\":[{\"name\":\"a\",\"version\":\"%s\",\"state\":\"published\"}],\"next\":%s}";
          TestServer.answer(
              exchange,
              200,
              first ? item.formatted("v1.0.0", "\"a:v1.0.0\"") : item.formatted("v1.0.1", "null"));
        })) {
      assertThat(ledger(server).releases())
          .extracting(Ledger.Item::version)
          .containsExactly("v1.0.0", "v1.0.1");
      assertThat(server.requests())
          .containsExactly(
              "GET /v1/releases?limit=200", "GET /v1/releases?limit=200&after=a%3Av1.0.0");
    }
  }

  @Test
  void aReleaseThatTheLedgerDoesNotKnowIsEmpty() {
    try (TestServer server = new TestServer(exchange -> TestServer.answer(exchange, 404, "{}"))) {
      assertThat(ledger(server).find("a", "v1.0.0")).isEmpty();
    }
  }

  private static Ledger ledger(TestServer server) {
    return new Ledger(
        new Api("release-ledger", server.uri(), "secret", duration -> {}, note -> {}));
  }

  private static String event(int id, String event) {
    String data =
        """
        {"topic":"mintmark.%s.v1","partition":0,"offset":%d,"eventId":"e%d","cause":null,"run":"live",\
        "time":"2026-01-01T00:00:0%dZ","value":"sha256:v","request":"sha256:r","artifacts":[],\
        "rejection":null}\
        """
            .formatted(event, id, id, id);
    return "event:hand-off\nid:" + id + "\ndata:" + data + "\n\n";
  }

  private static void write(HttpExchange exchange, String... events) throws IOException {
    for (String event : events) {
      exchange.getResponseBody().write(event.getBytes(UTF_8));
    }
    exchange.getResponseBody().flush();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
