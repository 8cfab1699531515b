package dev.mintmark.launcher;

import dev.mintmark.embedded.StackException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code up}, {@code down}, {@code status} and {@code rebuild}; exit code 0, or 1 with a {@code
 * failed} event.
 */
public final class Launcher {
  private Launcher() {}

  public static void main(String[] arguments) {
    // Kafka's broker looks its own words up by the locale's letters: in Turkish it finds none.
    Locale.setDefault(Locale.ROOT);
    PrintStream out = System.out;
    System.setOut(System.err);
    System.exit(run(List.of(arguments), System.getenv(), out));
  }

  static int run(List<String> arguments, Map<String, String> environment, PrintStream out) {
    Events events = new Events(out, arguments.contains("--json"));
    try {
      Options options = Options.parse(arguments, environment);
      return switch (options.command()) {
        case "up" ->
            options.detach() ? new Detached(options, out).run() : new Up(options, events).run();
        case "down" -> new Down(options.home(), events).run();
        case "rebuild" -> new Rebuild(options, options.rebuild().orElseThrow(), events).run();
        default -> new Status(options.home(), options.json(), out).run();
      };
    } catch (StackException e) {
      events.emit("failed", Events.fields("code", e.code(), "message", e.getMessage()));
    } catch (Exception e) {
      e.printStackTrace();
      events.emit("failed", Events.fields("code", "STK-010", "message", e + " (STK-010)"));
    }
    return 1;
  }
}
