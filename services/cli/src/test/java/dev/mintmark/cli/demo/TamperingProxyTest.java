package dev.mintmark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.http.TestServer;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class TamperingProxyTest {
  private static final byte[] BYTES = "0123456789".getBytes(UTF_8);
  private static final Digest VICTIM = Digest.of(BYTES);

  @Test
  void changesOneBitInTheMiddleOfTheVictim() throws Exception {
    try (TestServer upstream = upstream();
        TamperingProxy proxy = new TamperingProxy(upstream.uri(), VICTIM)) {
      HttpResponse<byte[]> answer = get(proxy, "GET", "/v2/a/blobs/" + VICTIM);

      assertThat(answer.body()).isEqualTo("0123446789".getBytes(UTF_8));
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x");
      assertThat(proxy.changed()).isEqualTo(1);
    }
  }

  @Test
  void passesOnEverythingElseAsItIs() throws Exception {
    try (TestServer upstream = upstream();
        TamperingProxy proxy = new TamperingProxy(upstream.uri(), VICTIM)) {
      HttpResponse<byte[]> answer = get(proxy, "GET", "/v2/a/blobs/sha256:other?x=%20y");

      assertThat(answer.body()).isEqualTo(BYTES);
      assertThat(upstream.requests()).containsExactly("GET /v2/a/blobs/sha256:other?x=%20y");
      assertThat(proxy.changed()).isZero();
    }
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws Exception {
    try (TestServer upstream = upstream();
        TamperingProxy proxy = new TamperingProxy(upstream.uri(), VICTIM)) {
      HttpResponse<byte[]> answer = get(proxy, "HEAD", "/v2/a/blobs/" + VICTIM);

      assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(BYTES.length);
      assertThat(answer.body()).isEmpty();
      assertThat(proxy.changed()).isZero();
    }
  }

  @Test
  void passesOnWhatIsNotThere() throws Exception {
    try (TestServer upstream =
            new TestServer(exchange -> TestServer.answer(exchange, 404, "{\"errors\":[]}"));
        TamperingProxy proxy = new TamperingProxy(upstream.uri(), VICTIM)) {
      HttpResponse<byte[]> answer = get(proxy, "GET", "/v2/a/blobs/" + VICTIM);

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"errors\":[]}");
      assertThat(proxy.changed()).isZero();
    }
  }

  private static TestServer upstream() {
    return new TestServer(exchange -> {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", "application/x");
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", "" + BYTES.length);
      }
      exchange.sendResponseHeaders(200, head ? -1 : BYTES.length);
      if (!head) {
        exchange.getResponseBody().write(BYTES);
      }
    });
  }

  private static HttpResponse<byte[]> get(TamperingProxy proxy, String method, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(java.net.URI.create(proxy.uri() + path))
              .method(method, BodyPublishers.noBody())
              .build();
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }
}
