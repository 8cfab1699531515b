package dev.mintmark.kit.handoff;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.S3Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hand-offs a second with an empty step, single and batched, printed side by side: {@code -Dbench
 * -Dit.test=HandOffBenchIT}.
 */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class HandOffBenchIT {
  private static final List<Integer> BATCHES = List.of(1, 10, 100, 500);
  private static final Logger LOGGER = Logger.getLogger("dev.mintmark");
  private static final double PACED_SECONDS = 2;
  private static final double PACED_SHARE = 0.5;

  @TempDir Path folder;
  private EmbeddedStack stack;
  private BenchLine line;

  /** What hands off from one topic to another until it is closed. */
  private interface Contestant {
    AutoCloseable start(int batch);
  }

  private record Row(
      String who,
      int batch,
      double perSecond,
      Cpu perHandOff,
      double pace,
      double[] latencies,
      double load) {
    String line() {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %,.0f | %.0f | %.0f | %,.0f | %.1f | %.1f | %.1f |",
          who,
          batch,
          perSecond,
          perHandOff.clients(),
          perHandOff.servers(),
          pace,
          quantile(0.5),
          quantile(0.99),
          load);
    }

    private double quantile(double q) {
      return latencies[(int) Math.min(latencies.length - 1, Math.round(q * latencies.length))];
    }
  }

  /** Processor time in microseconds: of this process, the watching included, and of the stack. */
  private record Cpu(double clients, double servers) {
    Cpu since(Cpu before, int number) {
      return new Cpu((clients - before.clients) / number, (servers - before.servers) / number);
    }
  }

  @BeforeEach
  void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3));
    logToFile(folder.resolve("log"));
    line = new BenchLine(stack.kafkaBootstrapServers());
  }

  @AfterEach
  void stop() throws Exception {
    line.close();
    stack.close();
  }

  @Test
  void handOffsASecond() throws Exception {
    ArtifactStore s3 = S3Stores.on(stack, folder.resolve("work"));
    ArtifactStore files = new FolderArtifactStore(folder.resolve("artifacts"));
    Contestant memory = kit(new MemoryArtifactStore());
    // The JVM's and the broker's first minutes are nobody's.
    run("warm-up", this::plain, 100, 5_000);
    run("warm-up", memory, 100, 5_000);
    List<Row> rows = new ArrayList<>();
    for (int batch : BATCHES) {
      int number = batch == 1 ? 200 : batch == 10 ? 1_000 : 6_000;
      rows.add(run("plain loop, no kit", this::plain, batch, number));
      rows.add(run("kit, values in memory", memory, batch, number));
      rows.add(run("kit, values in a folder", kit(files), batch, number));
      rows.add(run("kit, values in S3", kit(s3), batch, Math.min(number, 1_000)));
    }
    print(rows);
  }

  /** A line for each hand-off, as a service writes it; the tests' own log costs much more. */
  private static void logToFile(Path file) throws IOException {
    Handler handler =
        new StreamHandler(Files.newOutputStream(file), new Lines()) {
          @Override
          public synchronized void publish(LogRecord line) {
            super.publish(line);
            flush();
          }
        };
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
  }

  private static final class Lines extends Formatter {
    @Override
    public String format(LogRecord line) {
      return line.getInstant() + " " + line.getLevel() + " " + formatMessage(line) + "\n";
    }
  }

  private static void print(List<Row> rows) {
    System.out.println(
        "| who | batch | hand-offs/s | CPU us | stack CPU us | paced at | p50 ms | p99 ms | load |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    rows.forEach(row -> System.out.println(row.line()));
  }

  private Row run(String who, Contestant contestant, int batch, int number) throws Exception {
    line.fill(number);
    Cpu before = cpu();
    try (AutoCloseable started = contestant.start(batch)) {
      double perSecond = line.drained(number);
      Cpu perHandOff = cpu().since(before, number);
      double pace = Math.max(1, perSecond * PACED_SHARE);
      double[] latencies = line.latencies(pace, (int) Math.ceil(pace * PACED_SECONDS));
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      Row row = new Row(who, batch, perSecond, perHandOff, pace, latencies, load);
      System.out.println(row.line());
      return row;
    }
  }

  private Cpu cpu() {
    var self =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Duration servers = stack.process().info().totalCpuDuration().orElse(Duration.ZERO);
    return new Cpu(self.getProcessCpuTime() / 1e3, servers.toNanos() / 1e3);
  }

  private AutoCloseable plain(int batch) {
    return new PlainLoop(line.settings(), batch, line.from().name(), line.to().name());
  }

  private Contestant kit(ArtifactStore store) {
    return batch -> {
      KafkaSettings settings = line.settings();
      HandOff<ReleaseRejected, ReleaseRejected> handOff =
          new HandOff<>(
              settings.step(),
              line.from(),
              line.to(),
              incoming -> new Outcome.Produced<>(incoming.event()));
      StartingOffsets offsets = new StartingOffsets(new MemoryPointers());
      var runner =
          new HandOffRunner<>(
              handOff,
              new Answer.Maker<>(handOff, store, Clock.systemUTC(), Answer.Maker.Place.LIVE),
              () -> Session.open(settings, batch, line.from(), offsets),
              new HandOffMetrics(new SimpleMeterRegistry(), handOff.step()));
      runner.start();
      return runner;
    };
  }
}
