package dev.mintmark.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds out whether somebody is watching. */
public final class Terminals {
  private Terminals() {}

  /**
   * Whether standard output is a terminal. {@link System#console()} cannot say it: since JDK 22 it
   * is there for a pipe as well, and before that it is missing when only the input is one.
   */
  public static boolean isTerminal() {
    Path output = Path.of("/proc/self/fd/1");
    try {
      String target = Files.readSymbolicLink(output).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return System.console() != null;
    }
  }

  /** Colours: on a terminal that can show them, unless NO_COLOR says no (no-color.org). */
  public static boolean wantsColour(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
