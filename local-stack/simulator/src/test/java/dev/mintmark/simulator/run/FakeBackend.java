package dev.mintmark.simulator.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Digest;
import dev.mintmark.device.ServedRelease;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.simulator.wire.ReportKind;
import dev.mintmark.sketch.LatencySketch;
import dev.mintmark.verify.json.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;

/** Controller and telemetry as the fleet sees them, in memory. */
final class FakeBackend implements AutoCloseable {
  static final String OPERATOR = "operator";

  /** One report as it came. */
  record Said(String device, long order, ReportKind kind, Digest index, String code) {}

  /** One heartbeat as it was counted. */
  record Heard(String release, String index, String driver, long requests, double median) {}

  private record Ordered(long number, byte[] body) {}

  private record Reply(int status, byte[] body) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ordered = lock.newCondition();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> oneTime = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, Ordered> orders = new HashMap<>();
  private final Map<String, Long> lastSequences = new HashMap<>();
  private final Map<String, TreeMap<Long, Heard>> heartbeats = new TreeMap<>();
  private final List<Said> reports = new ArrayList<>();
  private final List<String> wrongs = new ArrayList<>();
  private int enrolments;
  private int polling;
  private int unavailable;
  private int lostAnswers;

  FakeBackend() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Orders a release for all devices that are enrolled. */
  void orderAll(ServedRelease release, boolean isRollback) {
    locked(() -> {
      tokens.keySet().forEach(device -> order(device, release, isRollback));
      return null;
    });
  }

  private void order(String device, ServedRelease release, boolean isRollback) {
    long number = orders.containsKey(device) ? orders.get(device).number() + 1 : 1;
    ObjectNode body = CanonicalJson.object().put("order", number);
    body.put("release", "face-detect:" + release.version);
    body.put("repository", ServedRelease.REPOSITORY).put("tag", release.version);
    body.put("index", release.index.digest().toString());
    body.put("reason", isRollback ? "rollback" : "rollout").put("rollout", "r-1");
    orders.put(device, new Ordered(number, CanonicalJson.write(body)));
    ordered.signalAll();
  }

  /** So many of the next batches are answered with 503 and not counted. */
  void beUnavailable(int times) {
    locked(() -> unavailable = times);
  }

  /** So many of the next batches are counted and answered with 503. */
  void loseAnswers(int times) {
    locked(() -> lostAnswers = times);
  }

  /** As if all devices had sent so many in another life. */
  void pretendToHaveCounted(long sequence) {
    locked(() -> {
      tokens.keySet().forEach(device -> lastSequences.put(device, sequence));
      return null;
    });
  }

  List<Said> reports() {
    return locked(() -> List.copyOf(reports));
  }

  List<ReportKind> kinds(String device) {
    return reports().stream().filter(r -> r.device().equals(device)).map(Said::kind).toList();
  }

  long count(ReportKind kind) {
    return reports().stream().filter(report -> report.kind() == kind).count();
  }

  /** By device and number. */
  Map<String, TreeMap<Long, Heard>> heartbeats() {
    return locked(() -> {
      Map<String, TreeMap<Long, Heard>> copy = new TreeMap<>();
      heartbeats.forEach((device, heard) -> copy.put(device, new TreeMap<>(heard)));
      return copy;
    });
  }

  int enrolments() {
    return locked(() -> enrolments);
  }

  /** Polls that wait now. */
  int polling() {
    return locked(() -> polling);
  }

  boolean troubleIsOver() {
    return locked(() -> unavailable == 0 && lostAnswers == 0);
  }

  /** Requests that break the protocol. */
  List<String> wrongs() {
    return locked(() -> List.copyOf(wrongs));
  }

  void forgetWrongs() {
    locked(() -> {
      wrongs.clear();
      return null;
    });
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Reply reply;
      try {
        reply = reply(exchange, body);
      } catch (RuntimeException e) {
        locked(() -> wrongs.add(exchange.getRequestURI() + ": " + e));
        reply = new Reply(400, String.valueOf(e).getBytes(UTF_8));
      }
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply reply(HttpExchange exchange, byte[] body) {
    String path = exchange.getRequestURI().getPath();
    String token = token(exchange);
    if (path.equals("/v1/enrolments")) {
      return locked(() -> oneTimeTokens(token, Documents.read(body, "enrolment")));
    }
    if (path.equals("/v1/devices")) {
      return locked(() -> enrol(Documents.read(body, "device")));
    }
    if (path.equals("/v1/heartbeats")) {
      return locked(() -> heartbeat(exchange, token, body));
    }
    String device = path.split("/")[3];
    require(token.equals(locked(() -> tokens.get(device))), "token of " + device);
    if (path.endsWith("/reports")) {
      return locked(() -> report(device, Documents.read(body, "report")));
    }
    int wait = Integer.parseInt(exchange.getRequestURI().getQuery().substring("wait=".length()));
    return desired(device, exchange.getRequestHeaders().getFirst("If-None-Match"), wait);
  }

  private static String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? "" : header.substring("Bearer ".length());
  }

  private Reply oneTimeTokens(String token, ObjectNode body) {
    require(token.equals(OPERATOR), "operator's token");
    ObjectNode answer = CanonicalJson.object().put("deviceClass", body.get("deviceClass").asText());
    var list = answer.putArray("tokens");
    for (int i = 0; i < body.get("count").asInt(); i++) {
      String made = "mme1-" + enrolments + "-" + oneTime.size();
      oneTime.put(made, "");
      list.add(made);
    }
    enrolments++;
    return new Reply(201, CanonicalJson.write(answer));
  }

  private Reply enrol(ObjectNode body) {
    String once = body.get("token").asText();
    String device = body.get("device").asText();
    String owner = oneTime.get(once);
    if (owner == null || !(owner.isEmpty() || owner.equals(device))) {
      return new Reply(403, new byte[0]);
    }
    oneTime.put(once, device);
    String token = tokens.computeIfAbsent(device, name -> "mmd1:" + name);
    return new Reply(201, CanonicalJson.write(CanonicalJson.object().put("token", token)));
  }

  private Reply desired(String device, @Nullable String etag, int wait) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
    lock.lock();
    try {
      polling++;
      while (true) {
        Ordered order = orders.get(device);
        if (order != null && !("\"" + order.number() + "\"").equals(etag)) {
          return new Reply(200, order.body());
        }
        long rest = until - System.nanoTime();
        if (rest <= 0) {
          return new Reply(order == null ? 204 : 304, new byte[0]);
        }
        var unused = ordered.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(503, new byte[0]);
    } finally {
      polling--;
      lock.unlock();
    }
  }

  private Reply report(String device, ObjectNode body) {
    Ordered newest = orders.get(device);
    long order = body.get("order").asLong();
    if (newest == null || newest.number() != order) {
      return new Reply(409, new byte[0]);
    }
    reports.add(
        new Said(
            device,
            order,
            ReportKind.valueOf(body.get("kind").asText()),
            Digest.parse(body.get("index").asText()),
            body.path("code").asText()));
    return new Reply(202, new byte[0]);
  }

  private Reply heartbeat(HttpExchange exchange, String token, byte[] body) {
    require(
        "application/avro".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
            && "zstd".equals(exchange.getRequestHeaders().getFirst("Content-Encoding")),
        "headers of a batch");
    if (unavailable > 0) {
      unavailable--;
      return new Reply(503, new byte[0]);
    }
    DeviceHeartbeat batch = read(body);
    String device = batch.getDevice();
    require(token.equals(tokens.get(device)), "token of " + device);
    long last = lastSequences.getOrDefault(device, 0L);
    if (batch.getFirstSequence() <= last) {
      return new Reply(409, CanonicalJson.write(CanonicalJson.object().put("lastSequence", last)));
    }
    count(batch);
    if (lostAnswers > 0) {
      lostAnswers--;
      return new Reply(503, new byte[0]);
    }
    long now = batch.getFirstSequence() + batch.getHeartbeats().size() - 1;
    return new Reply(202, CanonicalJson.write(CanonicalJson.object().put("lastSequence", now)));
  }

  private void count(DeviceHeartbeat batch) {
    long number = batch.getFirstSequence();
    for (Heartbeat beat : batch.getHeartbeats()) {
      var inventory = batch.getInventories().get(beat.getInventory());
      LatencySketch sketch = LatencySketch.decode(bytes(beat.getLatencies()));
      require(sketch.count() == beat.getRequests() - beat.getErrors(), "count of a sketch");
      Heard heard =
          new Heard(
              inventory.getRelease(),
              inventory.getIndex(),
              inventory.getDriver(),
              beat.getRequests(),
              sketch.quantile(0.5));
      heartbeats.computeIfAbsent(batch.getDevice(), device -> new TreeMap<>()).put(number, heard);
      lastSequences.put(batch.getDevice(), number);
      number++;
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static DeviceHeartbeat read(byte[] body) {
    byte[] raw = Zstd.decompress(body, (int) Zstd.getFrameContentSize(body));
    try {
      return new SpecificDatumReader<>(DeviceHeartbeat.class)
          .read(null, DecoderFactory.get().binaryDecoder(raw, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("wrong " + what);
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
