package dev.mintmark.cli.terminal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** For logs and pipes: says at the end how much was done. */
final class ProgressLine implements Progress {
  private final String label;
  private final LongFunction<String> words;
  private final Consumer<String> say;
  private final AtomicLong done = new AtomicLong();

  ProgressLine(String label, LongFunction<String> words, Consumer<String> say) {
    this.label = label;
    this.words = words;
    this.say = say;
  }

  @Override
  public void advance(long bytes) {
    done.addAndGet(bytes);
  }

  @Override
  public void close() {
    say.accept(label + ": " + words.apply(done.get()));
  }
}
