package dev.mintmark.ledger;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Figures, printed side by side: {@code -Dbench -Dit.test=LedgerBenchIT}, {@code
 * -Dbench.releases=100000}. The ledger runs as the launcher starts it.
 */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class LedgerBenchIT {
  private static final int RELEASES = Integer.getInteger("bench.releases", 100_000);
  private static final int RECORDS = RELEASES * 7;
  private static final int CHUNK = 200;
  private static final int LOOKUPS = 1_000;
  private static final int PEER_RECORDS = 20_000;
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final String NAME = "bench";

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  @Test
  void projectionRateAndLookups() throws Exception {
    try (EmbeddedStack stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL))) {
      Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
      fill(stack);
      readOnly(stack);
      singleRows(stack);
      project(stack);
      singleRows(stack);
    }
  }

  private static void fill(EmbeddedStack stack) {
    long bytes = 0;
    try (Log log = new Log(stack.kafkaBootstrapServers())) {
      for (int first = 0; first < RELEASES; first += CHUNK) {
        List<ProducerRecord<byte[], byte[]>> chunk = new ArrayList<>();
        for (int i = first; i < Math.min(first + CHUNK, RELEASES); i++) {
          chunk.addAll(Line.published(NAME, version(i)));
        }
        bytes += chunk.stream().mapToLong(r -> r.value().length).sum();
        log.write(chunk);
      }
    }
    print("%,d releases, %,d records, mean value %,d bytes", RELEASES, RECORDS, bytes / RECORDS);
  }

  private static String version(int i) {
    return "v1.0." + i;
  }

  private void project(EmbeddedStack stack) throws Exception {
    try (Tables tables = Tables.create(stack, "bench");
        LedgerProcess ledger = LedgerProcess.asLaunched(stack, "bench", folder.resolve("ledger"))) {
      tables.awaitHandOffs(1);
      long before = tables.number("select count(*) from ledger.hand_off");
      Duration cpu = ledger.cpu();
      long started = System.nanoTime();
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> tables.number(PROJECTED) >= RECORDS);
      double seconds = (System.nanoTime() - started) / 1e9;
      print(
          "projection, JVM just started: %,.0f records/s (%,d in %.1f s)",
          (RECORDS - before) / seconds, RECORDS - before, seconds);
      print(
          "  ledger CPU %.1f us a record",
          ledger.cpu().minus(cpu).toNanos() / 1e3 / (RECORDS - before));
      ledger.awaitReady();
      tables.execute("analyze");
      lookups("first", ledger);
      lookups("again", ledger);
      pages(ledger);
    }
  }

  /** Sums up few rows, so that watching costs nothing. */
  private static final String PROJECTED =
      "select coalesce(max(sequence) - min(sequence) + 1, 0) from ledger.hand_off";

  private static void lookups(String round, LedgerProcess ledger) {
    Random random = new Random(1);
    double[] millis = new double[LOOKUPS];
    for (int i = 0; i < LOOKUPS; i++) {
      String path = "/v1/releases/" + NAME + "/" + version(random.nextInt(RELEASES));
      long started = System.nanoTime();
      int status = ledger.get(path).statusCode();
      millis[i] = (System.nanoTime() - started) / 1e6;
      if (status != 200) {
        throw new AssertionError(path + ": " + status);
      }
    }
    print(
        "%,d releases found one by one among %,d, %s: %s", LOOKUPS, RELEASES, round, text(millis));
  }

  private static void pages(LedgerProcess ledger) {
    Random random = new Random(2);
    double[] millis = new double[100];
    for (int i = 0; i < millis.length; i++) {
      String after = NAME + ":" + version(random.nextInt(RELEASES));
      long started = System.nanoTime();
      ledger.json("/v1/releases?limit=100&after=" + after);
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    print("pages of 100 from anywhere in the list: %s", text(millis));
  }

  private static String text(double[] millis) {
    Arrays.sort(millis);
    return String.format(
        Locale.ROOT,
        "median %.1f ms, p99 %.1f ms, most %.1f ms",
        millis[millis.length / 2],
        millis[millis.length * 99 / 100],
        millis[millis.length - 1]);
  }

  /** What a bare consumer gets of the same records, decoding nothing. */
  private static void readOnly(EmbeddedStack stack) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(stack)) {
      long started = System.nanoTime();
      long records = 0;
      while (records < RECORDS) {
        records += consumer.poll(Duration.ofMillis(100)).count();
      }
      print(
          "peer, a bare consumer that drops what it reads: %,.0f records/s",
          records * 1e9 / (System.nanoTime() - started));
    }
  }

  /** The plain way: decode nothing, insert a row for each record, commit after each poll. */
  private static void singleRows(EmbeddedStack stack) throws Exception {
    String database = "peer" + Math.floorMod(System.nanoTime(), 1_000_000);
    try (Tables tables = Tables.create(stack, database);
        KafkaConsumer<byte[], byte[]> consumer = consumer(stack)) {
      tables.execute(
          "create table record (topic text, part int, off bigint, value_key text, value bytea,"
              + " primary key (topic, part, off))");
      long started = System.nanoTime();
      long records = 0;
      while (records < PEER_RECORDS) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
        tables.insertOneByOne(polled);
        records += polled.count();
      }
      print(
          "peer, a consumer that inserts row by row, undecoded, a commit per 500: %,.0f records/s",
          records * 1e9 / (System.nanoTime() - started));
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedStack stack) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", stack.kafkaBootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : TopicCatalogue.releases()) {
      for (int i = 0; i < topic.partitions(); i++) {
        partitions.add(new TopicPartition(topic.name(), i));
      }
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  private static void print(String format, Object... values) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.out.printf(Locale.ROOT, "[bench] " + format + "  [load %.1f]%n", append(values, load));
  }

  private static Object[] append(Object[] values, double load) {
    Object[] all = Arrays.copyOf(values, values.length + 1);
    all[values.length] = load;
    return all;
  }
}
