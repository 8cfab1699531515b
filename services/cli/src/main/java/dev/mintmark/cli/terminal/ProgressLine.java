package dev.mintmark.cli.terminal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** For logs and pipes: says at the end how much was done. */
final class ProgressLine implements Progress {
  private final String label;
  private final Consumer<String> say;
  private final AtomicLong done = new AtomicLong();

  ProgressLine(String label, Consumer<String> say) {
    this.label = label;
    this.say = say;
  }

  @Override
  public void advance(long bytes) {
    done.addAndGet(bytes);
  }

  @Override
  public void close() {
    say.accept(label + ": " + Sizes.format(done.get()));
  }
}
