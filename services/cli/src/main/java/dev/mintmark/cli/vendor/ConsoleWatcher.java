package dev.mintmark.cli.vendor;

import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.vendor.Watcher;

/** Shows on the console how vendoring goes on. */
final class ConsoleWatcher implements Watcher {
  private final Console console;
  private Progress progress = Progress.NONE;

  ConsoleWatcher(Console console) {
    this.console = console;
  }

  @Override
  public void say(String line) {
    console.say(line);
  }

  @Override
  public void begin(String label, long bytes) {
    progress = console.progress(label, bytes);
  }

  @Override
  public void advance(long bytes) {
    progress.advance(bytes);
  }

  @Override
  public void end() {
    progress.close();
    progress = Progress.NONE;
  }
}
