package dev.mintmark.oci.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that gives out tokens for a login: one to look, another to push. */
class PushTokenTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("team/image");
  private static final Credentials LOGIN = Credentials.basic("user", "password");
  private static final byte[] MANIFEST = "{}".getBytes(UTF_8);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String who = exchange.getRequestHeaders().getFirst("Authorization");
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/token")) {
        asked.add(exchange.getRequestURI().getQuery());
        boolean login = LOGIN.header().orElseThrow().equals(who);
        String scope = exchange.getRequestURI().getQuery().endsWith("push") ? "push" : "pull";
        byte[] body = ("{\"token\": \"" + scope + "\"}").getBytes(UTF_8);
        exchange.sendResponseHeaders(login ? 200 : 403, login ? body.length : -1);
        if (login) {
          exchange.getResponseBody().write(body);
        }
        return;
      }
      String needed = exchange.getRequestMethod().equals("PUT") ? "push" : "pull";
      if (("Bearer " + needed).equals(who) || "Bearer push".equals(who)) {
        exchange.sendResponseHeaders(needed.equals("push") ? 201 : 404, -1);
        return;
      }
      String scope = "repository:team/image:" + (needed.equals("push") ? "pull,push" : "pull");
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"%s/token\",service=\"registry\",scope=\"%s\"".formatted(uri, scope));
      exchange.sendResponseHeaders(401, -1);
    }
  }

  private RegistryPush push(HostRules hosts) {
    return new RegistryPush(uri, LOGIN, Duration.ofSeconds(20), null, hosts);
  }

  @Test
  void getsATokenForWhatItDoes() throws IOException {
    HostRules hosts = HostRules.publicAnd(Set.of(uri.getAuthority()));
    try (RegistryPush push = push(hosts)) {
      assertThat(push.manifest(REPOSITORY, MANIFEST, "application/x")).isTrue();
    }

    assertThat(asked)
        .containsExactly(
            "service=registry&scope=repository:team/image:pull",
            "service=registry&scope=repository:team/image:pull,push");
  }

  @Test
  void asksNobodyWhereOnlyTheNamedRegistryIsAsked() {
    try (RegistryPush push = push(HostRules.NAMED_ALONE)) {
      assertThatThrownBy(() -> push.manifest(REPOSITORY, MANIFEST, "application/x"))
          .isInstanceOfSatisfying(
              OciException.class, e -> assertThat(e.error()).isEqualTo(OciError.DENIED));
    }

    assertThat(asked).isEmpty();
  }
}
