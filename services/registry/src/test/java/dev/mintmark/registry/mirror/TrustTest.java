package dev.mintmark.registry.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.oci.client.RegistryPush;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose certificate only its own authority knows. */
class TrustTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(authority("right"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(404, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Makes a key and its certificate, and writes the latter as {@code <name>.pem}. */
  private Path authority(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    keytool(
        store,
        List.of(
            "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=ip:127.0.0.1"));
    keytool(
        store, List.of("-exportcert", "-rfc", "-file", folder.resolve(name + ".pem").toString()));
    return store;
  }

  private void keytool(Path store, List<String> what) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(List.of("-alias", "key", "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", store.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as("keytool").isZero();
  }

  private @Nullable Exception asked(@Nullable SSLContext trust) {
    URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    return catchException(() -> {
      try (RegistryPush push =
          new RegistryPush(
              uri, Credentials.anonymous(), Duration.ofMinutes(2), trust, HostRules.NAMED_ALONE)) {
        push.tagged(new RepositoryName("a"), new Tag("b"));
      }
    });
  }

  private Trouble trouble(@Nullable SSLContext trust) {
    return Trouble.of(Objects.requireNonNull(asked(trust), "it was trusted"));
  }

  @Test
  void talksToARegistryOfTheGivenAuthority() throws Exception {
    assertThat(asked(Trust.of(folder.resolve("right.pem")))).isNull();
  }

  @Test
  void waitsForOneOfAnother() throws Exception {
    authority("wrong");

    Trouble trouble = trouble(Trust.of(folder.resolve("wrong.pem")));

    assertThat(trouble.code()).isEqualTo("REG-046");
    assertThat(trouble.waits()).isTrue();
  }

  @Test
  void waitsForOneThatTheJdkDoesNotKnow() {
    assertThat(trouble(null).code()).isEqualTo("REG-046");
  }
}
