package dev.mintmark.contract.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines that a run prints, which stay in {@code target/killed-rollouts.txt} as well. */
final class Results {
  private static final Path FILE = Path.of("target", "killed-rollouts.txt");

  private final List<Ran> runs = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  void say(String line) {
    // Maven's log shows them as they come; a run of twenty takes minutes.
    System.out.println("[rollouts] " + line);
    lines.add(line);
    try {
      Files.write(FILE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(Ran run) {
    runs.add(run);
    say(run.toString());
  }

  /** Totals. */
  void sum(long seed, long heartbeats, long counted, long events) {
    say(
        "seed %d: %d rollouts ended, %d promoted, %d rolled back; %d kill -9; %d verdicts recomputed"
            .formatted(
                seed,
                runs.size(),
                ended("PROMOTED"),
                ended("ROLLED_BACK"),
                runs.size(),
                runs.stream().mapToInt(Ran::looks).sum()));
    say(
        "%d heartbeats sent, %d of them evidence, each counted once; %d events, each once"
            .formatted(heartbeats, counted, events));
    median()
        .ifPresent(
            time -> say("median from first bad heartbeat to rollback order: " + Ran.seconds(time)));
  }

  private long ended(String state) {
    return runs.stream().filter(run -> run.state().equals(state)).count();
  }

  private Optional<Duration> median() {
    List<Duration> times = runs.stream().flatMap(run -> run.caught().stream()).sorted().toList();
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(times.size() / 2));
  }
}
