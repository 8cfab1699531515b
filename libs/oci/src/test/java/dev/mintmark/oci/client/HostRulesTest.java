package dev.mintmark.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, redirects, and who is told what. */
class HostRulesTest {
  private static final byte[] BLOB = {1, 2, 3};
  private static final Descriptor LAYER =
      Descriptor.of(Artifact.of(BLOB, "application/vnd.oci.image.layer.v1.tar"));
  private static final String PATH = "/v2/team/base/blobs/" + LAYER.digest();
  private static final RepositoryName BASE = new RepositoryName("team/base");

  @TempDir private Path folder;

  private FakeRegistry registry;
  private FakeRegistry other;

  /** Each request's path and what it said of who asks. */
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    other = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
    other.close();
  }

  @Test
  void getsATokenFromTheRegistryItselfWithTheCredentials() throws IOException {
    registry.on(PATH, wantsToken(registry.uri() + "/token"));
    registry.on("/token?service=reg&scope=repository%3Ateam%2Fbase%3Apull", givesToken());

    assertThat(pull(Set.of(host(registry)))).isEqualTo(BLOB);
    assertThat(seen).containsExactly("blob Basic dTpw", "token Basic dTpw", "blob Bearer t0ken");
  }

  @Test
  void tellsATokenServiceElsewhereNothingUnlessItIsListed() {
    registry.on(PATH, wantsToken("http://localhost:" + other.uri().getPort() + "/token"));
    other.on("/token?service=reg&scope=repository%3Ateam%2Fbase%3Apull", givesToken());

    assertThat(refused(Set.of(host(registry)))).hasMessageContaining("wants a token from");
    assertThat(seen).containsExactly("blob Basic dTpw");
  }

  @Test
  void tellsNobodyItsCredentialsInTheClear() {
    registry.on(PATH, wantsToken("http://tokens.example.com/token"));

    OciException e = refused(Set.of(host(registry), "tokens.example.com"));

    assertThat(e.error()).isEqualTo(OciError.DENIED);
    assertThat(e).hasMessageContaining("in the clear");
  }

  @Test
  void followsARedirectWithoutTheCredentials() throws IOException {
    registry.on(PATH, redirectsTo("http://localhost:" + other.uri().getPort() + "/cdn?sig=1"));
    other.on(
        "/cdn?sig=1",
        exchange -> {
          seen.add("cdn " + exchange.getRequestHeaders().getFirst("Authorization"));
          FakeRegistry.ok(BLOB, "application/octet-stream").to(exchange);
        });

    assertThat(pull(Set.of(host(registry), "localhost"))).isEqualTo(BLOB);
    assertThat(seen).containsExactly("blob Basic dTpw", "cdn null");
  }

  @Test
  void refusesARedirectToAPrivateAddressThatIsNotListed() {
    registry.on(PATH, redirectsTo("https://localhost:" + other.uri().getPort() + "/cdn"));

    OciException e = refused(Set.of(host(registry)));

    assertThat(e.error()).isEqualTo(OciError.HOST);
    assertThat(e).hasMessageContaining("redirects to https://localhost");
    assertThat(other.requests()).isEmpty();
  }

  @Test
  void refusesARedirectOutOfTls() {
    registry.on(PATH, redirectsTo("http://localhost:1/cdn"));

    assertThat(refused(Set.of(host(registry)))).hasMessageContaining("it is not https");
  }

  @Test
  void refusesRedirectsWithoutEnd() {
    registry.on(PATH, redirectsTo(registry.uri() + PATH));

    assertThat(refused(Set.of(host(registry)))).hasMessageContaining("without end");
  }

  @Test
  void followsNothingWhereOnlyTheNamedRegistryIsAsked() {
    registry.on(PATH, redirectsTo(other.uri() + "/cdn"));
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      assertThatThrownBy(() -> client.blob(BASE, LAYER, folder.resolve("blob")))
          .hasMessageContaining("only the registry that was named is asked");
    }
    assertThat(other.requests()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::"
      })
  void knowsPrivateAddresses(String address) throws IOException {
    assertThat(HostRules.isPrivate(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "192.1.0.1", "2606:4700::1111"})
  void knowsPublicAddresses(String address) throws IOException {
    assertThat(HostRules.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ftp://8.8.8.8/", "https://u:p@8.8.8.8/", "file:///etc/passwd"})
  void asksNothingButPlainAddresses(String address) {
    assertThatThrownBy(() -> HostRules.publicAnd(Set.of()).require(URI.create(address), "x"))
        .isInstanceOf(OciException.class);
  }

  private byte[] pull(Set<String> listed) throws IOException {
    Path file = folder.resolve("blob");
    try (RegistryClient client =
        new RegistryClient(
            registry.uri(), Credentials.basic("u", "p"), HostRules.publicAnd(listed))) {
      client.blob(BASE, LAYER, file);
    }
    assertThat(Digest.of(file)).isEqualTo(LAYER.digest());
    return Files.readAllBytes(file);
  }

  private OciException refused(Set<String> listed) {
    return catchThrowableOfType(OciException.class, () -> pull(listed));
  }

  private static String host(FakeRegistry server) {
    return "127.0.0.1:" + server.uri().getPort();
  }

  private FakeRegistry.Answer wantsToken(String realm) {
    return exchange -> {
      String who = exchange.getRequestHeaders().getFirst("Authorization");
      seen.add("blob " + who);
      if ("Bearer t0ken".equals(who)) {
        FakeRegistry.ok(BLOB, "application/octet-stream").to(exchange);
        return;
      }
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"%s\",service=\"reg\",scope=\"repository:team/base:pull\""
                  .formatted(realm));
      exchange.sendResponseHeaders(401, -1);
    };
  }

  private FakeRegistry.Answer givesToken() {
    return exchange -> {
      seen.add("token " + exchange.getRequestHeaders().getFirst("Authorization"));
      FakeRegistry.ok("{\"token\":\"t0ken\"}".getBytes(), "application/json").to(exchange);
    };
  }

  private FakeRegistry.Answer redirectsTo(String location) {
    return exchange -> {
      seen.add("blob " + exchange.getRequestHeaders().getFirst("Authorization"));
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(307, -1);
    };
  }
}
