package dev.mintmark.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Stands in for a service's jar: reads its configuration as Quarkus would, answers for its health,
 * tells of rebuilds what a file says, and tells its environment at {@code /environment}.
 */
final class FakeService {
  private FakeService() {}

  public static void main(String[] arguments) throws IOException {
    Properties configuration = new Properties();
    try (InputStream in =
        Files.newInputStream(Path.of(URI.create(System.getenv("SMALLRYE_CONFIG_LOCATIONS"))))) {
      configuration.load(in);
    }
    if (Files.exists(Path.of(configuration.getProperty("mintmark.tokens-file") + ".refuse"))) {
      System.out.println("this service refuses to start");
      System.exit(9);
    }
    int port = Integer.parseInt(configuration.getProperty("quarkus.http.port"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/q/health/ready", e -> answer(e, "UP"));
    server.createContext("/environment", e -> answer(e, System.getenv().toString()));
    server.createContext("/configuration", e -> answer(e, configuration.toString()));
    Path rebuild =
        Path.of(configuration.getProperty("mintmark.tokens-file", "/none"))
            .resolveSibling("rebuild.json");
    server.createContext(
        "/v1/rebuilds/", e -> answer(e, Files.exists(rebuild) ? Files.readString(rebuild) : "{}"));
    server.start();
    System.out.println("listening on " + port);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
