package dev.mintmark.oci.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.StrictJson;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * GET requests to one registry. Other hosts are asked as far as {@link HostRules} go, and get no
 * credentials of the registry's. Outcomes that repeating cannot change are {@link OciException}s,
 * all others IOExceptions.
 */
final class RegistryHttp {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_TOKEN_ANSWER = 256 << 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Credentials NOBODY = Credentials.anonymous();
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient client;
  private final URI registry;
  private final Credentials credentials;
  private final Duration patience;
  private final HostRules hosts;

  /** The last one that a token service gave; in place of the credentials. */
  private volatile Optional<Credentials> token = Optional.empty();

  RegistryHttp(
      HttpClient client,
      URI registry,
      Credentials credentials,
      Duration patience,
      HostRules hosts) {
    this.client = client;
    this.registry = requireUsable(registry, credentials);
    this.credentials = credentials;
    this.patience = patience;
    this.hosts = hosts;
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
   * @throws OciException (OCI-013) for 401 and 403, (OCI-014) for redirects and other 4xx,
   *     (OCI-016) for a host that may not be asked
   * @throws IOException when it may work later: no connection, 408, 429, 5xx
   */
  Response get(URI uri, Map<String, String> headers) throws IOException {
    Response response = send(uri, headers, token.orElse(credentials));
    if (response.status() == 401) {
      // Its headers are all that is needed, and asking for a token may fail.
      response.close();
      Optional<Credentials> given = token(response.headers().firstValue("WWW-Authenticate"));
      if (given.isPresent()) {
        token = given;
        response = send(uri, headers, given.get());
      }
    }
    for (int i = 0; isRedirect(response) && hosts.follows(); i++) {
      response.close();
      if (i == MAX_REDIRECTS) {
        throw new OciException(OciError.PROTOCOL, uri + " redirects without end");
      }
      URI next = target(response);
      hosts.require(next, uri + " redirects to");
      response = send(next, headers, isOwn(next) ? token.orElse(credentials) : NOBODY);
    }
    int status = response.status();
    if (status / 100 == 2 || status == 404 || status == 416) {
      return response;
    }
    response.close();
    throw refusal(response);
  }

  private Response send(URI uri, Map<String, String> headers, Credentials who) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience).GET();
    headers.forEach(request::header);
    who.header().ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
      BodyStream body = BodyStream.of(answer.body(), uri, patience);
      return new Response(uri, answer.statusCode(), answer.headers(), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + uri);
    }
  }

  /**
   * A token, where the registry wants one and others than the named registry may be asked.
   *
   * @param wanted the WWW-Authenticate header; empty for none
   */
  Optional<Credentials> token(Optional<String> wanted) throws IOException {
    Optional<Challenge> challenge =
        hosts.follows() ? wanted.flatMap(Challenge::parse) : Optional.empty();
    return challenge.isEmpty() ? Optional.empty() : Optional.of(tokenFor(challenge.get()));
  }

  /** Whether others may read what is sent there. */
  private static boolean isClear(URI address) {
    return !"https".equalsIgnoreCase(address.getScheme())
        && !LOOPBACK.contains(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT));
  }

  /** Asks the token service; a service elsewhere learns nothing of who asks. */
  private Credentials tokenFor(Challenge challenge) throws IOException {
    URI service = challenge.question();
    hosts.require(service, registry + " wants a token from");
    boolean known = isOwn(service) || hosts.lists(service);
    if (known && isClear(service) && credentials.header().isPresent()) {
      throw new OciException(
          OciError.DENIED,
          registry
              + " wants a token from "
              + service.getScheme()
              + "://"
              + service.getRawAuthority()
              + "; will not send credentials there in the clear");
    }
    try (Response response = send(service, Map.of(), known ? credentials : NOBODY)) {
      if (response.status() != 200) {
        throw refusal(response);
      }
      ObjectNode answer =
          new StrictJson(MAX_TOKEN_ANSWER, 16)
              .read(response.body().readNBytes(MAX_TOKEN_ANSWER + 1));
      String text = answer.path("token").asText(answer.path("access_token").asText(""));
      return Credentials.bearer(text);
    } catch (IllegalArgumentException e) {
      throw new OciException(OciError.PROTOCOL, service + " gave no token: " + e.getMessage(), e);
    }
  }

  private static boolean isRedirect(Response response) {
    return REDIRECTS.contains(response.status())
        && response.headers().firstValue("Location").isPresent();
  }

  private static URI target(Response response) {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      return response.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw new OciException(
          OciError.PROTOCOL, response.uri() + " redirects to what is no address", e);
    }
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
