package dev.mintmark.contract.fault;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.mintmark.contract.fault.Fault.Kind;
import dev.mintmark.contract.fault.proxy.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened, in the lines that a run prints and leaves in {@code target/faults.txt}. */
final class Chronicle {
  private static final Path FILE = Path.of("target", "faults.txt");

  /** Every strike with its time, to be laid beside the services' logs. */
  private static final Path STRUCK = Path.of("target", "faults-struck.txt");

  private final long seed;
  private final long began = System.nanoTime();
  private final List<String> lines = new ArrayList<>();
  private final Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
  private final Map<Window, Integer> hits = new TreeMap<>();
  private final List<Fault> missed = new ArrayList<>();
  private int rounds;
  private int faults;
  private int lost;
  private int doubled;
  private int wrong;
  private int releases;
  private int records;

  Chronicle(long seed) {
    this.seed = seed;
    write(STRUCK, List.of(), TRUNCATE_EXISTING);
  }

  synchronized void struck(Fault fault) {
    faults++;
    write(STRUCK, List.of(Instant.now() + " " + fault), APPEND);
    kinds.merge(fault.kind(), 1, Integer::sum);
    fault.window().ifPresent(window -> hits.merge(window, 1, Integer::sum));
  }

  /** Nothing came by at its window. */
  synchronized void missed(Fault fault) {
    missed.add(fault);
  }

  synchronized void round(Findings findings) {
    rounds++;
    lost += findings.lost().size();
    doubled += findings.doubled().size();
    wrong += findings.wrong().size();
    releases = findings.releases();
    records = findings.records();
    say(
        "round %d: %d faults so far, %d releases, %d records; %d lost, %d doubled, %d wrong"
            .formatted(rounds, faults, releases, records, lost, doubled, wrong));
    findings.all().forEach(this::say);
  }

  synchronized int faults() {
    return faults;
  }

  synchronized Map<Window, Integer> hits() {
    return new TreeMap<>(hits);
  }

  synchronized List<Fault> missed() {
    return List.copyOf(missed);
  }

  /**
   * Totals.
   *
   * @param passings how often each window was passed, struck or not
   */
  synchronized void sum(Map<Window, Long> passings) {
    say("faults by kind: " + named(kinds));
    hits.forEach((window, count) ->
        say(
            "window %-24s %4d hits in %6d passings"
                .formatted(window, count, passings.getOrDefault(window, 0L))));
    missed.forEach(fault -> say("missed, its window never came: " + fault));
    say(
        "seed %d: %d rounds, %d faults at %d windows and beside them, %d releases, %d records;"
                .formatted(seed, rounds, faults, hits.size(), releases, records)
            + " %d lost, %d doubled, %d wrong; %s, load %.1f on %d CPUs"
                .formatted(
                    lost,
                    doubled,
                    wrong,
                    time(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    Runtime.getRuntime().availableProcessors()));
  }

  private String time() {
    Duration time = Duration.ofNanos(System.nanoTime() - began);
    return "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private static String named(Map<Kind, Integer> kinds) {
    List<String> counts = new ArrayList<>();
    kinds.forEach((kind, count) ->
        counts.add(count + " " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    return String.join(", ", counts);
  }

  synchronized void say(String line) {
    // Maven's log shows them as they come; a long run takes an hour.
    System.out.println("[faults] " + line);
    lines.add(line);
    write(FILE, lines, TRUNCATE_EXISTING);
  }

  private static void write(Path file, List<String> lines, StandardOpenOption how) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines, CREATE, WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
