package dev.mintmark.launcher.rebuild;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives artifacts out, and notes which were asked for. */
final class FakeLedger implements AutoCloseable {
  private static final String PREFIX = "/v1/artifacts/";

  private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  FakeLedger() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(PREFIX, this::answer);
    server.start();
  }

  Digest put(byte[] bytes) {
    Digest digest = Digest.of(bytes);
    artifacts.put(digest.toString(), bytes);
    return digest;
  }

  /** Other bytes under that digest. */
  void damage(Digest digest) {
    artifacts.put(digest.toString(), new byte[] {42});
  }

  void remove(Digest digest) {
    artifacts.remove(digest.toString());
  }

  boolean wasAskedFor(Digest digest) {
    return asked.contains(digest.toString());
  }

  LedgerClient client() {
    return new LedgerClient(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "operators-token");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String digest = exchange.getRequestURI().getPath().substring(PREFIX.length());
      asked.add(digest);
      byte[] bytes = artifacts.get(digest);
      String token = exchange.getRequestHeaders().getFirst("Authorization");
      if (!"Bearer operators-token".equals(token)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
