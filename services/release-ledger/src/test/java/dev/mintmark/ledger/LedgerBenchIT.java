package dev.mintmark.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
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
  private static final int RECORDS = (RELEASES + 1) * 7;
  private static final int CHUNK = 200;
  private static final int LOOKUPS = 1_000;
  private static final int PEER_RECORDS = 50_000;
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final String NAME = "bench";
  private static final String LARGE = "large";
  private static final int LARGE_FILES = 1_000;

  @TempDir(cleanup = CleanupMode.NEVER)
  Path folder;

  @Test
  void projectionRateAndLookups() throws Exception {
    try (EmbeddedStack stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL))) {
      Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
      fill(stack);
      LedgerPeers peers = new LedgerPeers(stack);
      double read = peers.readOnly(RECORDS);
      print("peer, a bare consumer that drops what it reads: %,.0f records/s", read);
      peers(peers);
      project(stack);
      peers(peers);
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
      log.write(Line.publishedWithFiles(LARGE, "v1.0.0", LARGE_FILES));
    }
    print("%,d releases, %,d records, mean value %,d bytes", RELEASES, RECORDS, bytes / RECORDS);
  }

  private static String version(int i) {
    return "v1.0." + i;
  }

  /** Before and after the projection, for the machine may have become busier. */
  private static void peers(LedgerPeers peers) throws Exception {
    int most = Math.min(RECORDS, PEER_RECORDS);
    print(
        "peer, a consumer that inserts row by row, undecoded, a commit per 500: %,.0f records/s",
        peers.singleRows(most / 10));
    print(
        "peer, a consumer that inserts up to 2,000 rows at once, undecoded: %,.0f records/s",
        peers.manyRows(most));
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
      print(
          "peer, COPY of the projection's own rows into such a table: %,.0f records/s",
          LedgerPeers.copied(tables, PEER_RECORDS, folder.resolve("rows")));
      lookups("first", ledger);
      lookups("again", ledger);
      large(ledger);
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

  private static void large(LedgerProcess ledger) {
    double[] millis = new double[100];
    for (int i = 0; i < millis.length; i++) {
      long started = System.nanoTime();
      JsonNode release = ledger.json("/v1/releases/" + LARGE + "/v1.0.0");
      millis[i] = (System.nanoTime() - started) / 1e6;
      int artifacts = release.findValues("digest").size();
      if (artifacts < LARGE_FILES) {
        throw new AssertionError("it has " + artifacts + " artifacts only");
      }
    }
    print("a release of %,d artifacts found among %,d: %s", LARGE_FILES, RELEASES, text(millis));
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
