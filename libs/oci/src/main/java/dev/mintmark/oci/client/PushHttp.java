package dev.mintmark.oci.client;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests that change a registry. Follows no redirect. Outcomes that repeating cannot change are
 * {@link OciException}s with the registry's own words, all others IOExceptions.
 */
final class PushHttp implements AutoCloseable {
  private static final int MAX_WORDS = 500;

  /** A body gets this long for each of its bytes in addition: 64 KiB a second. */
  private static final int SLOWEST_SHIFT = 16;

  private final HttpClient client;
  private final URI registry;
  private final Credentials credentials;
  private final Duration patience;
  private final Tokens tokens;

  /** The last one that a token service gave; in place of the credentials. */
  private volatile Optional<Credentials> token = Optional.empty();

  /** Where tokens come from. */
  @FunctionalInterface
  interface Tokens {
    /**
     * @param wanted the WWW-Authenticate header; empty for none
     * @return empty where none is to be had
     */
    Optional<Credentials> of(Optional<String> wanted) throws IOException;
  }

  PushHttp(
      HttpClient client, URI registry, Credentials credentials, Duration patience, Tokens tokens) {
    this.client = client;
    this.tokens = tokens;
    this.registry = URI.create(registry.getScheme() + "://" + registry.getAuthority());
    this.credentials = credentials;
    this.patience = patience;
  }

  /**
   * What requests go through.
   *
   * @param trust decides which certificates are good; null for the JDK's own
   */
  static HttpClient client(Duration patience, @Nullable SSLContext trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience);
    return trust == null ? builder.build() : builder.sslContext(trust).build();
  }

  /**
   * An answer.
   *
   * @param words the start of its body
   */
  record Answer(URI uri, int status, HttpHeaders headers, String words) {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    OciException unexpected() {
      return new OciException(
          OciError.PROTOCOL,
          uri + " answered " + status + (words.isEmpty() ? "" : " and says: " + words));
    }
  }

  /** An address below {@code /v2/}. */
  URI address(String path) {
    return registry.resolve("/v2/" + path);
  }

  /**
   * Where the registry says that an upload goes on; its own addresses only.
   *
   * @throws OciException (OCI-014) for another registry's, or none
   */
  URI location(Answer answer) {
    String text = answer.header("Location").orElse("");
    return own(answer.uri(), text)
        .orElseThrow(() ->
            new OciException(
                OciError.PROTOCOL,
                answer.uri()
                    + " wants the upload at '"
                    + text
                    + "'; only the registry that was named gets it"));
  }

  private Optional<URI> own(URI base, String text) {
    try {
      URI uri = base.resolve(text);
      boolean own =
          !text.isEmpty()
              && registry.getScheme().equals(uri.getScheme())
              && registry.getAuthority().equals(uri.getAuthority());
      return own ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends; gives answers of class 2xx and 404 and 416 back.
   *
   * @throws OciException (OCI-013) for 401 and 403, (OCI-014) for redirects and other 4xx
   * @throws IOException when it may work later: no connection, 408, 429, 5xx
   */
  Answer send(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
    Answer answer = answer(uri, request(method, uri, headers, body));
    if (answer.status() == 401) {
      Optional<Credentials> given = tokens.of(answer.header("WWW-Authenticate"));
      if (given.isPresent()) {
        token = given;
        answer = answer(uri, request(method, uri, headers, body));
      }
    }
    int status = answer.status();
    // Where blobs are kept elsewhere, a registry sends on to what it has.
    boolean elsewhere = method.equals("HEAD") && (status == 302 || status == 303 || status == 307);
    if (status / 100 == 2 || status == 404 || status == 416 || elsewhere) {
      return answer;
    }
    throw refusal(answer);
  }

  private HttpRequest request(String method, URI uri, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(patience.plusSeconds(body.length >> SLOWEST_SHIFT))
            .method(
                method,
                body.length == 0 && !method.startsWith("P")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    token.orElse(credentials).header().ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  private Answer answer(URI uri, HttpRequest request) throws IOException {
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          client.send(request, HttpResponse.BodyHandlers.ofPublisher());
      try (BodyStream body = BodyStream.of(response.body(), uri, patience)) {
        return new Answer(
            uri, response.statusCode(), response.headers(), printable(body.readNBytes(MAX_WORDS)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + uri);
    }
  }

  /** A stranger's words: no control character gets to a terminal. */
  private static String printable(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replaceAll("[^ -~]+", " ").strip();
  }

  private static OciException refusal(Answer answer) throws IOException {
    int status = answer.status();
    if (status == 401 || status == 403) {
      return new OciException(
          OciError.DENIED,
          answer.uri()
              + " answered "
              + status
              + " and asks for "
              + answer.header("WWW-Authenticate").orElse("nothing")
              + "; give credentials that may push");
    }
    if (status / 100 == 3) {
      return new OciException(
          OciError.PROTOCOL,
          answer.uri() + " redirects; only the registry that was named is asked");
    }
    if (status / 100 == 5 || status == 408 || status == 429) {
      throw new IOException(answer.uri() + " answered " + status + "; try again later");
    }
    return answer.unexpected();
  }

  @Override
  public void close() {
    client.close();
  }
}
