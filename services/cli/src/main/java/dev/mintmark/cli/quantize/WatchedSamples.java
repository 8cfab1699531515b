package dev.mintmark.cli.quantize;

import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.quantizer.sample.SampleSet;
import java.util.List;

/** Shows how far each pass over some samples is; they are read again in every pass. */
final class WatchedSamples {
  private final Console console;
  private final String label;
  private final int total;
  private Progress progress = Progress.NONE;
  private int read;

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
                    () -> {
                      byte[] bytes = sample.source().read();
                      watched.tick();
                      return bytes;
                    }))
            .toList();
    return new SampleSet(samples.purpose(), all);
  }

  private synchronized void tick() {
    if (read == 0) {
      progress = console.count(label, total);
    }
    progress.advance(1);
    read++;
    if (read == total) {
      progress.close();
      read = 0;
    }
  }
}
