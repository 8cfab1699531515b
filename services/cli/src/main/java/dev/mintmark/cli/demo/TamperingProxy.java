package dev.mintmark.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry that an attacker holds: passes everything on, but changes one bit of one blob or
 * manifest, in the middle. Listens on loopback.
 */
public final class TamperingProxy implements AutoCloseable {
  private static final List<String> PASSED_ON = List.of("Accept", "Authorization");
  private static final List<String> ANSWERED =
      List.of("Content-Type", "Docker-Content-Digest", "OCI-Filters-Applied", "Location", "Link");

  private final URI upstream;
  private final String victim;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger changed = new AtomicInteger();

  /** Starts a proxy that changes what {@code victim} names. */
  public TamperingProxy(URI upstream, Digest victim) throws IOException {
    this.upstream = upstream;
    this.victim = victim.toString();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where to pull from. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How many answers were changed: a demo that changed none has shown nothing. */
  public int changed() {
    return changed.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      HttpResponse<InputStream> response = ask(exchange);
      try (InputStream body = response.body()) {
        pass(exchange, response, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Without the Range header: a whole answer is what a byte in the middle is counted in. */
  private HttpResponse<InputStream> ask(HttpExchange exchange)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.noBody());
    for (String name : PASSED_ON) {
      List<String> values = exchange.getRequestHeaders().get(name);
      if (values != null) {
        values.forEach(value -> request.header(name, value));
      }
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }

  private void pass(HttpExchange exchange, HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    for (String name : ANSWERED) {
      response
          .headers()
          .allValues(name)
          .forEach(value -> exchange.getResponseHeaders().add(name, value));
    }
    long length = response.headers().firstValueAsLong("Content-Length").orElse(0);
    boolean empty = exchange.getRequestMethod().equals("HEAD") || length == 0;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : length);
    if (!empty) {
      boolean tamper =
          response.statusCode() == 200 && exchange.getRequestURI().getPath().endsWith("/" + victim);
      copy(body, exchange.getResponseBody(), tamper ? Optional.of(length / 2) : Optional.empty());
    }
  }

  private void copy(InputStream in, OutputStream out, Optional<Long> flipAt) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long done = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (flipAt.isPresent() && flipAt.get() >= done && flipAt.get() < done + n) {
        buffer[(int) (flipAt.get() - done)] ^= 1;
        changed.incrementAndGet();
      }
      out.write(buffer, 0, n);
      done += n;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
