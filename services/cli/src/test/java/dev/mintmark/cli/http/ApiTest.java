package dev.mintmark.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private final List<String> notes = new ArrayList<>();

  @Test
  void sendsTheTokenWithEachCall() {
    List<String> tokens = new ArrayList<>();
    try (TestServer server =
        new TestServer(exchange -> {
          tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          TestServer.answer(exchange, 200, "{\"a\": 1}");
        })) {
      Api api = api(server.uri());
      assertThat(api.send(get(api)).json().path("a").asInt()).isEqualTo(1);
    }
    assertThat(tokens).containsExactly("Bearer secret");
  }

  @Test
  void triesAgainWhileTheServiceIsNotReady() {
    AtomicInteger calls = new AtomicInteger();
    try (TestServer server =
        new TestServer(exchange ->
            TestServer.answer(exchange, calls.incrementAndGet() < 3 ? 503 : 200, "{}"))) {
      Api api = api(server.uri());
      assertThat(api.send(get(api)).status()).isEqualTo(200);
    }
    assertThat(calls).hasValue(3);
    assertThat(notes)
        .containsExactly(
            "trainer-ingest: it is not ready (503); trying again",
            "trainer-ingest: it is not ready (503); trying again");
  }

  @Test
  void givesUpOnAServiceThatCannotBeReached() throws IOException {
    URI nobody = unusedAddress();
    Api api = api(nobody);

    CommandException failed =
        catchThrowableOfType(CommandException.class, () -> api.send(get(api)));

    assertThat(failed.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(failed.text())
        .isEqualTo(
            "cannot reach trainer-ingest at "
                + nobody
                + ": connection refused; `mintmark status` shows what runs (CLI-020)");
    assertThat(notes).hasSize(5);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {401, 403})
  void saysWhereTokensAreWhenOneIsRefused(int status) {
    try (TestServer server = new TestServer(exchange -> TestServer.answer(exchange, status, ""))) {
      Api api = api(server.uri());
      CommandException failed =
          catchThrowableOfType(CommandException.class, () -> api.send(get(api)));
      assertThat(failed.exit()).isEqualTo(Exit.REFUSED);
      assertThat(failed.text())
          .startsWith("trainer-ingest refused the token for GET /v1/x (" + status + ")")
          .endsWith("(CLI-021)");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "409 | {\"code\":\"ING-010\",\"message\":\"cannot use a:v1: claimed; take another (ING-010)\"}"
            + " | REFUSED | cannot use a:v1: claimed; take another (ING-010)",
        "500 | Internal error | FAILURE"
            + " | trainer-ingest answered 500 to GET /v1/x; its log says why (CLI-022)"
      })
  void carriesTheServicesOwnCodeAndWords(int status, String body, Exit exit, String text) {
    try (TestServer server =
        new TestServer(exchange -> TestServer.answer(exchange, status, body))) {
      Api api = api(server.uri());
      HttpRequest request = get(api);
      CommandException refused = api.refused(request, api.send(request));
      assertThat(refused.exit()).isEqualTo(exit);
      assertThat(refused.text()).isEqualTo(text);
    }
  }

  private Api api(URI uri) {
    return new Api("trainer-ingest", uri, "secret", duration -> {}, notes::add);
  }

  private static HttpRequest get(Api api) {
    return api.to("/v1/x").GET().build();
  }

  private static URI unusedAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
