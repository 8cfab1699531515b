package dev.mintmark.contract.fault.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreProxyTest {
  private static final byte[] BODY = "the bytes of an artifact".getBytes(UTF_8);

  private final AtomicInteger served = new AtomicInteger();
  private final List<Window> passed = new CopyOnWriteArrayList<>();
  private volatile Window at = Window.before("nothing");
  private volatile Action action = new Action.Pass();
  private HttpServer server;
  private StoreProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            served.incrementAndGet();
            // Of unknown length, so that it comes in chunks.
            boolean list = exchange.getRequestURI().getRawQuery() != null;
            exchange.sendResponseHeaders(200, list ? 0 : BODY.length);
            exchange.getResponseBody().write(BODY);
          }
        });
    server.start();
    proxy =
        new StoreProxy(
            server.getAddress().getPort(),
            window -> {
              passed.add(window);
              return window.equals(at) ? action : new Action.Pass();
            });
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
  }

  @Test
  void carriesWhatItIsNotAskedToBreakAndNamesTheWindows() throws Exception {
    assertThat(get("/bucket/sha256/ab/abcd").body()).isEqualTo(BODY);
    assertThat(get("/bucket/claims/a/v1").body()).isEqualTo(BODY);
    assertThat(get("/bucket?list-type=2").body()).isEqualTo(BODY);
    assertThat(send(request("/bucket/sha256/ab/abcd").PUT(body()).header("If-None-Match", "*")))
        .isEqualTo(200);

    assertThat(passed)
        .extracting(Window::toString)
        .containsExactly(
            "artifact.get.before",
            "artifact.get.answered",
            "pointer.get.before",
            "pointer.get.answered",
            "list.before",
            "list.answered",
            "artifact.create.before",
            "artifact.create.answered");
  }

  @Test
  void answersInTheServersPlaceBeforeItHasAnything() throws Exception {
    strike(Window.before("artifact.get"), new Action.Fail(507, "XMinioStorageFull"));

    HttpResponse<byte[]> answer = get("/bucket/sha256/ab/abcd");

    assertThat(answer.statusCode()).isEqualTo(507);
    assertThat(new String(answer.body(), UTF_8)).contains("<Code>XMinioStorageFull</Code>");
    assertThat(served).hasValue(0);
  }

  @Test
  void breaksAnAnswerOffInItsMiddle() {
    strike(Window.answered("artifact.get"), new Action.Truncate());

    assertThatThrownBy(() -> get("/bucket/sha256/ab/abcd")).isInstanceOf(IOException.class);

    assertThat(served.get()).isPositive();
  }

  @Test
  void flipsOneBit() throws Exception {
    strike(Window.answered("artifact.get"), new Action.Flip(8L * BODY.length + 9));

    byte[] body = get("/bucket/sha256/ab/abcd").body();

    byte[] expected = BODY.clone();
    expected[1] ^= 2;
    assertThat(body).isEqualTo(expected);
  }

  @Test
  void cutsOffWhatTheServerHasDone() {
    strike(Window.answered("artifact.create"), new Action.Cut());

    assertThatThrownBy(
            () -> send(request("/bucket/sha256/ab/ab").PUT(body()).header("If-None-Match", "*")))
        .isInstanceOf(IOException.class);

    assertThat(served.get()).isPositive();
  }

  @Test
  void refusesConnectionsUntilItListensAgain() throws Exception {
    get("/bucket/sha256/ab/abcd");
    proxy.refuse();

    assertThatThrownBy(() -> get("/bucket/sha256/ab/abcd")).isInstanceOf(ConnectException.class);

    proxy.listen();
    assertThat(get("/bucket/sha256/ab/abcd").body()).isEqualTo(BODY);
  }

  private void strike(Window window, Action what) {
    at = window;
    action = what;
  }

  private static HttpRequest.BodyPublisher body() {
    return HttpRequest.BodyPublishers.ofString("body");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      return client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
