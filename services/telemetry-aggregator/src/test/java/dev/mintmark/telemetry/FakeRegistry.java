package dev.mintmark.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** Answers for the schemas that it knows, as a registry with Confluent's API does. */
final class FakeRegistry implements AutoCloseable {
  static final int HEARTBEAT = 7;
  static final int SUMMARIZED = 8;
  static final int METRICS = 9;

  private static final Map<String, Integer> IDS =
      new TreeMap<>(
          Map.of(
              "mintmark.device.heartbeat.v1-value", HEARTBEAT,
              "mintmark.device.summarized.v1-value", SUMMARIZED,
              "mintmark.fleet.metrics.v1-value", METRICS));

  private final HttpServer server;

  FakeRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/subjects/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          String subject = exchange.getRequestURI().getPath().substring("/subjects/".length());
          Integer id = IDS.get(subject);
          byte[] body = ("{\"id\":" + id + "}").getBytes(UTF_8);
          exchange.sendResponseHeaders(id == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
