package dev.mintmark.telemetry;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.sketch.LatencySketch;
import dev.mintmark.topics.TopicCatalogue;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Figures, printed side by side: {@code -Dbench -Dit.test=BenchIT}. */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class BenchIT {
  private static final int BATCH = 100;
  private static final int SAMPLES = 1_000;
  private static final int DEVICES = 1_500;
  private static final int ROUNDS = 3;
  private static final int CONNECTIONS = 48;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  /** Latencies as devices have them: log-normal, a median of its own for each. */
  private static final List<byte[]> SKETCHES = sketches(2_000);

  private record Body(String token, Buffer body) {}

  @Test
  void heartbeatsASecond() throws Exception {
    List<Body> bodies = bodies();
    try (EmbeddedStack stack =
            EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
        FakeRegistry registry = new FakeRegistry()) {
      Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
      try (TelemetryLog log = new TelemetryLog(stack.kafkaBootstrapServers())) {
        try (TelemetryProcess service =
            TelemetryProcess.start(stack, registry.uri(), folder.resolve("s"), "-Xmx512m")) {
          service.awaitReady();
          http(service, bodies);
          awaitCounted(service, bodies.size() * BATCH);
        }
        writeMore(log);
        ceiling(log);
        ceiling(log);
        try (TelemetryProcess service =
            TelemetryProcess.start(stack, registry.uri(), folder.resolve("s"), "-Xmx512m")) {
          aggregation(service);
        }
        ceiling(log);
      }
    }
  }

  private static List<byte[]> sketches(int number) {
    Random random = new Random(1);
    List<byte[]> sketches = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      LatencySketch sketch = LatencySketch.empty();
      double median = 9 + 0.2 * random.nextGaussian();
      for (int n = 0; n < SAMPLES; n++) {
        sketch.add(Math.exp(median + 0.45 * random.nextGaussian()));
      }
      sketches.add(sketch.encode());
    }
    return sketches;
  }

  private static DeviceHeartbeat batch(String device, int number, long at) {
    List<Heartbeat> heartbeats = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      int sketch = Math.floorMod(31 * device.hashCode() + number * BATCH + i, SKETCHES.size());
      heartbeats.add(
          new Heartbeat(
              0,
              at - (BATCH - i) * 1_000L,
              (long) SAMPLES,
              0L,
              200 + sketch % 100,
              (64L << 20) + sketch,
              48_000 + sketch,
              ByteBuffer.wrap(SKETCHES.get(sketch))));
    }
    return new DeviceHeartbeat(
        device,
        Fixtures.CLASS,
        1L + (long) number * BATCH,
        List.of(Fixtures.inventory()),
        heartbeats);
  }

  private static List<Body> bodies() {
    List<Body> bodies = new ArrayList<>();
    long at = System.currentTimeMillis();
    for (int round = 0; round < ROUNDS; round++) {
      for (int d = 0; d < DEVICES; d++) {
        String device = "bench-" + d;
        byte[] body = Fixtures.body(batch(device, round, at));
        bodies.add(new Body(TelemetryProcess.token(device), Buffer.buffer(body)));
      }
    }
    print("bodies of %d heartbeats, mean %d bytes", BATCH, meanLength(bodies));
    return bodies;
  }

  private static long meanLength(List<Body> bodies) {
    return bodies.stream().mapToLong(b -> b.body().length()).sum() / bodies.size();
  }

  /** All batches, a device's in order, over a few connections; 202 only. */
  private static void http(TelemetryProcess service, List<Body> bodies) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setDefaultHost(service.base().getHost())
                  .setDefaultPort(service.base().getPort())
                  .setMaxPoolSize(CONNECTIONS));
      for (int round = 0; round < ROUNDS; round++) {
        Duration before = service.cpu();
        round(client, bodies.subList(round * DEVICES, (round + 1) * DEVICES), round);
        printCpu(service, before, DEVICES * BATCH);
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private static void round(HttpClient client, List<Body> bodies, int round) throws Exception {
    AtomicInteger next = new AtomicInteger();
    LongAdder refused = new LongAdder();
    CountDownLatch done = new CountDownLatch(bodies.size());
    long started = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      sendNext(client, bodies, next, refused, done);
    }
    done.await(5, TimeUnit.MINUTES);
    double seconds = (System.nanoTime() - started) / 1e9;
    print(
        "HTTP to durable ack, round %d: %,.0f heartbeats/s (%,.0f batches/s, %d not 202)",
        round + 1, bodies.size() * BATCH / seconds, bodies.size() / seconds, refused.sum());
  }

  private static void sendNext(
      HttpClient client,
      List<Body> bodies,
      AtomicInteger next,
      LongAdder refused,
      CountDownLatch done) {
    int mine = next.getAndIncrement();
    if (mine >= bodies.size()) {
      return;
    }
    Body body = bodies.get(mine);
    client
        .request(HttpMethod.POST, "/v1/heartbeats")
        .compose(request ->
            request
                .putHeader("Authorization", "Bearer " + body.token())
                .putHeader("Content-Type", "application/avro")
                .putHeader("Content-Encoding", "zstd")
                .send(body.body()))
        .compose(response -> response.body().map(b -> response.statusCode()))
        .onComplete(answer -> {
          if (answer.failed() || answer.result() != 202) {
            refused.increment();
          }
          done.countDown();
          sendNext(client, bodies, next, refused, done);
        });
  }

  private static void awaitCounted(TelemetryProcess service, long heartbeats) {
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .until(() -> counted(service) >= heartbeats);
  }

  private static double counted(TelemetryProcess service) throws Exception {
    return service.metric("mintmark_telemetry_heartbeats_total{outcome=\"counted\"");
  }

  /** A backlog of other devices, behind what HTTP wrote. */
  private static void writeMore(TelemetryLog log) {
    long at = System.currentTimeMillis();
    for (int i = 0; i < 4; i++) {
      for (int d = 0; d < DEVICES; d++) {
        log.write(batch("more-" + d, i, at));
      }
    }
    log.flush();
  }

  private static void aggregation(TelemetryProcess service) throws Exception {
    long all = 4L * DEVICES * BATCH;
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(() -> counted(service) > 0);
    double first = counted(service);
    Duration before = service.cpu();
    long started = System.nanoTime();
    Awaitility.await()
        .atMost(TelemetryProcess.LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> counted(service) >= all);
    double seconds = (System.nanoTime() - started) / 1e9;
    print(
        "aggregation of a backlog, JVM just started: %,.0f heartbeats/s (%,.0f in %.1f s)",
        (all - first) / seconds, all - first, seconds);
    printCpu(service, before, all - first);
  }

  /** What a bare consumer gets of the same records, decoding nothing. */
  private static void ceiling(TelemetryLog log) {
    String topic = TopicCatalogue.DEVICE_HEARTBEAT.name();
    try (KafkaConsumer<byte[], byte[]> consumer = log.consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long records = 0;
      long bytes = 0;
      long started = System.nanoTime();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var message : consumer.poll(Duration.ofMillis(100))) {
          records++;
          bytes += message.value().length;
        }
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      print(
          "raw consumer on the same topic: %,.0f heartbeats/s (%,.0f records/s, %.0f MB/s)",
          records * BATCH / seconds, records / seconds, bytes / seconds / 1e6);
    }
  }

  /** Other load on the machine takes from the rate, hardly from this. */
  private static void printCpu(TelemetryProcess service, Duration before, double heartbeats) {
    double micros = service.cpu().minus(before).toNanos() / 1e3;
    print("  service CPU %.2f us a heartbeat", micros / heartbeats);
  }

  private static void print(String format, Object... values) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.out.printf("[bench] " + format + "%n", values);
    System.out.printf("[bench]   load average %.1f%n", load);
  }
}
