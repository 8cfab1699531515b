package dev.mintmark.kit.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.KitConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An S3 in memory whose answers break on the way as a test wants; what it keeps stays whole. */
final class LyingS3 implements AutoCloseable {
  private static final String BUCKET = "/mintmark/";

  /** An object. */
  private record Stored(byte[] bytes, @Nullable String sha256) {
    String etag() {
      return '"' + Digest.of(bytes).hex().substring(0, 32) + '"';
    }
  }

  private final HttpServer server;
  private final Map<String, Stored> objects = new ConcurrentHashMap<>();
  private final Deque<UnaryOperator<byte[]>> lies = new ArrayDeque<>();
  private @Nullable Runnable afterNextRead;
  private boolean flipNextPut;
  private int reads;

  LyingS3() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(BUCKET, this::answer);
    server.start();
  }

  KitConfig.Store config() {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new KitConfig.Store() {
      @Override
      public URI endpoint() {
        return endpoint;
      }

      @Override
      public String bucket() {
        return "mintmark";
      }

      @Override
      public String region() {
        return "us-east-1";
      }

      @Override
      public String accessKey() {
        return "access";
      }

      @Override
      public String secretKey() {
        return "secret-secret";
      }
    };
  }

  /** The next reads get other bytes: shorter ones break off. */
  @SafeVarargs
  final void lie(UnaryOperator<byte[]>... next) {
    lies.addAll(List.of(next));
  }

  /** Flips one bit. */
  static UnaryOperator<byte[]> flipped(int at) {
    return bytes -> {
      byte[] broken = bytes.clone();
      broken[at] ^= 1;
      return broken;
    };
  }

  static UnaryOperator<byte[]> cut() {
    return bytes -> Arrays.copyOf(bytes, bytes.length - 1);
  }

  /** What another writer does once the next read has been answered. */
  void afterNextRead(Runnable then) {
    afterNextRead = then;
  }

  /** The next object arrives with another bit, which this server does not see. */
  void flipNextPut() {
    flipNextPut = true;
  }

  /** How often an object was read or looked for. */
  int reads() {
    return reads;
  }

  void store(String key, byte[] bytes) {
    objects.put(key, new Stored(bytes, null));
  }

  byte[] stored(String key) {
    return Objects.requireNonNull(objects.get(key), key).bytes();
  }

  /** Keys in order. */
  List<String> keys() {
    return objects.keySet().stream().sorted().toList();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().substring(BUCKET.length());
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, key, exchange.getRequestBody().readAllBytes());
        case "DELETE" -> {
          objects.remove(key);
          exchange.sendResponseHeaders(204, -1);
        }
        default -> read(exchange, key);
      }
    }
  }

  private void put(HttpExchange exchange, String key, byte[] bytes) throws IOException {
    String from = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
    if (from != null) {
      copy(exchange, from.substring(from.indexOf('/', 1) + 1), key);
    } else if (exchange.getRequestHeaders().containsKey("If-None-Match")
        && objects.containsKey(key)) {
      error(exchange, 412, "PreconditionFailed");
    } else {
      String sha256 = exchange.getRequestHeaders().getFirst("x-amz-meta-sha256");
      objects.put(key, new Stored(flipNextPut ? flipped(0).apply(bytes) : bytes, sha256));
      flipNextPut = false;
      exchange.getResponseHeaders().set("ETag", objects.get(key).etag());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void copy(HttpExchange exchange, String from, String to) throws IOException {
    Stored source = objects.get(from);
    String wanted = exchange.getRequestHeaders().getFirst("x-amz-copy-source-if-match");
    if (source == null || !source.etag().equals('"' + wanted + '"')) {
      error(exchange, 412, "PreconditionFailed");
      return;
    }
    objects.put(to, source);
    byte[] xml =
        ("<CopyObjectResult><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"
                + source.etag()
                + "</ETag></CopyObjectResult>")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, xml.length);
    exchange.getResponseBody().write(xml);
  }

  private void read(HttpExchange exchange, String key) throws IOException {
    reads += exchange.getRequestMethod().equals("GET") ? 1 : 0;
    Stored stored = objects.get(key);
    if (stored == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    exchange.getResponseHeaders().set("ETag", stored.etag());
    exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
    if (stored.sha256() != null) {
      exchange.getResponseHeaders().set("x-amz-meta-sha256", stored.sha256());
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + stored.bytes().length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    UnaryOperator<byte[]> lie = lies.poll();
    byte[] bytes = lie == null ? stored.bytes() : lie.apply(stored.bytes());
    exchange.sendResponseHeaders(200, stored.bytes().length);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes);
    out.flush();
    Runnable then = afterNextRead;
    afterNextRead = null;
    if (then != null) {
      then.run();
    }
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    byte[] xml =
        ("<Error><Code>" + code + "</Code><Message>m</Message></Error>")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, xml.length);
    exchange.getResponseBody().write(xml);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
