package dev.mintmark.cli.terminal;

import java.util.function.Consumer;
import java.util.function.LongFunction;

/** A bar that is drawn over itself each time it has grown. */
final class ProgressBar implements Progress {
  private static final int WIDTH = 30;

  private final String label;
  private final long total;
  private final LongFunction<String> words;
  private final Consumer<String> draw;
  private long done;
  private String shown = "";

  ProgressBar(String label, long total, LongFunction<String> words, Consumer<String> draw) {
    this.label = label;
    this.total = total;
    this.words = words;
    this.draw = draw;
    show();
  }

  @Override
  public synchronized void advance(long bytes) {
    done = Math.min(total, done + bytes);
    show();
  }

  @Override
  public synchronized void close() {
    draw.accept("\n");
  }

  private void show() {
    double share = total == 0 ? 1 : (double) done / total;
    int filled = (int) (share * WIDTH);
    String bar = "=".repeat(filled) + " ".repeat(WIDTH - filled);
    String line =
        "%s [%s] %3d%%  %s of %s"
            .formatted(label, bar, (int) (share * 100), words.apply(done), words.apply(total));
    if (!line.equals(shown)) {
      shown = line;
      draw.accept("\r" + line);
    }
  }
}
