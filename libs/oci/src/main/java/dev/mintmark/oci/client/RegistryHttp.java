package dev.mintmark.oci.client;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * GET requests to one registry. Follows no redirect: credentials and trust are for the named host
 * alone. Outcomes that repeating cannot change are {@link OciException}s, all others IOExceptions.
 */
final class RegistryHttp {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient client;
  private final URI registry;
  private final Credentials credentials;
  private final Duration patience;

  RegistryHttp(HttpClient client, URI registry, Credentials credentials, Duration patience) {
    this.client = client;
    this.registry = requireUsable(registry, credentials);
    this.credentials = credentials;
    this.patience = patience;
  }

  /** A response whose body has not been read yet. */
  record Response(URI uri, int status, HttpHeaders headers, InputStream body)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private static URI requireUsable(URI registry, Credentials credentials) {
    String host = registry.getHost();
    String scheme = registry.getScheme();
    if (host == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw new IllegalArgumentException(
          "not a registry address: '" + registry + "'; expected a form like https://host:port");
    }
    if ("http".equals(scheme) && credentials.header().isPresent() && !LOOPBACK.contains(host)) {
      throw new OciException(
          OciError.DENIED,
          "will not send credentials to " + registry + " in the clear; use its https address");
    }
    return URI.create(scheme + "://" + registry.getAuthority());
  }

  /** An address below {@code /v2/}. */
  URI address(String path) {
    return registry.resolve("/v2/" + path);
  }

  /** Whether an address is this registry's. */
  boolean isOwn(URI uri) {
    return registry.getScheme().equals(uri.getScheme())
        && registry.getAuthority().equals(uri.getAuthority());
  }

  /**
   * Sends a GET; gives answers of class 2xx and 404 and 416 back.
   *
   * @throws OciException (OCI-013) for 401 and 403, (OCI-014) for redirects and other 4xx
   * @throws IOException when it may work later: no connection, 408, 429, 5xx
   */
  Response get(URI uri, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience).GET();
    headers.forEach(request::header);
    credentials.header().ifPresent(value -> request.header("Authorization", value));
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer;
    try {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + uri);
    }
    BodyStream body = BodyStream.of(answer.body(), uri, patience);
    Response response = new Response(uri, answer.statusCode(), answer.headers(), body);
    int status = response.status();
    if (status / 100 == 2 || status == 404 || status == 416) {
      return response;
    }
    body.close();
    throw refusal(response);
  }

  private static OciException refusal(Response response) throws IOException {
    int status = response.status();
    URI uri = response.uri();
    if (status == 401 || status == 403) {
      String challenge = response.headers().firstValue("WWW-Authenticate").orElse("nothing");
      return new OciException(
          OciError.DENIED,
          uri
              + " answered "
              + status
              + " and asks for "
              + challenge
              + "; give a token that may pull");
    }
    if (status / 100 == 3) {
      return new OciException(
          OciError.PROTOCOL, uri + " redirects; only the registry that was named is asked");
    }
    if (status / 100 == 5 || status == 408 || status == 429) {
      throw new IOException(uri + " answered " + status + "; try again later");
    }
    return new OciException(OciError.PROTOCOL, uri + " answered " + status);
  }
}
