package dev.mintmark.cli.quantize;

import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows how far each pass over some samples is; they are read again in every pass. */
final class WatchedSamples {
  private final Console console;
  private final String label;
  private final int total;
  private Progress progress = Progress.NONE;
  private final Set<String> seen = new HashSet<>();

  private WatchedSamples(Console console, String label, int total) {
    this.console = console;
    this.label = label;
    this.total = total;
  }

  /** The same samples, shown while they are read. */
  static SampleSet of(SampleSet samples, Console console) {
    int total = samples.samples().size();
    WatchedSamples watched = new WatchedSamples(console, samples.purpose() + " samples", total);
    List<Sample> all =
        samples.samples().stream()
            .map(sample ->
                new Sample(
                    sample.path(),
                    sample.digest(),
                    sample.size(),
                    () -> {
                      byte[] bytes = sample.source().read();
                      watched.tick(sample.path());
                      return bytes;
                    }))
            .toList();
    return new SampleSet(samples.purpose(), all);
  }

  /**
   * A sample was read. One that is only looked at, before or after a pass, is no pass: the bar
   * comes with the second one, and one that was counted already counts no more.
   */
  private synchronized void tick(String path) {
    if (!seen.add(path)) {
      return;
    }
    if (seen.size() == 2) {
      progress = console.count(label, total);
      progress.advance(1);
    }
    progress.advance(1);
    if (seen.size() == total) {
      progress.close();
      progress = Progress.NONE;
      seen.clear();
    }
  }
}
