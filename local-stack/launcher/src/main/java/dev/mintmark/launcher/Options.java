package dev.mintmark.launcher;

import dev.mintmark.embedded.StackException;
import dev.mintmark.launcher.home.Home;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param command {@code up}, {@code down}, {@code status} or {@code rebuild}
 * @param home of the stack
 * @param root the folder that holds {@code services}
 * @param json events as JSON
 * @param detach return when the stack is ready, and leave it running
 * @param ports fixed ports by part or service
 * @param rebuild of {@code rebuild} alone
 */
record Options(
    String command,
    Home home,
    Path root,
    boolean json,
    boolean detach,
    Map<String, Integer> ports,
    Optional<RebuildOptions> rebuild) {
  private static final List<String> COMMANDS = List.of("up", "down", "status", "rebuild");
  static final String USAGE =
      "usage: up|down|status [--home DIR] [--root DIR] [--json] [--detach] [--port NAME=PORT]..., or"
          + " rebuild --run RUN [--current] [--jdk DIR] [--home DIR] [--root DIR] [--json]";

  /**
   * @throws StackException STK-024
   */
  static Options parse(List<String> arguments, Map<String, String> environment) {
    Deque<String> words = new ArrayDeque<>(arguments);
    @Nullable String command = words.poll();
    @Nullable Path home = path(environment.get("MINTMARK_HOME"));
    @Nullable Path root = path(environment.get("MINTMARK_ROOT"));
    boolean json = false;
    boolean detach = false;
    Map<String, Integer> ports = new TreeMap<>();
    String run = "";
    boolean current = false;
    Path jdk = RebuildOptions.ownJdk();
    while (!words.isEmpty()) {
      String word = words.pop();
      switch (word) {
        case "--json" -> json = true;
        case "--detach" -> detach = true;
        case "--home" -> home = Path.of(value(word, words));
        case "--root" -> root = Path.of(value(word, words));
        case "--port" -> addPort(ports, value(word, words));
        case "--run" -> run = value(word, words);
        case "--current" -> current = true;
        case "--jdk" -> jdk = Path.of(value(word, words)).toAbsolutePath().normalize();
        default -> throw usage("unknown option " + word);
      }
    }
    if (command == null || !COMMANDS.contains(command)) {
      throw usage("no such command: " + command);
    }
    Path base = (root == null ? ownRoot() : root).toAbsolutePath().normalize();
    Home directory = new Home(home == null ? base.resolve(".mintmark") : home);
    Optional<RebuildOptions> rebuild =
        command.equals("rebuild")
            ? Optional.of(new RebuildOptions(run, current, jdk))
            : Optional.empty();
    return new Options(command, directory, base, json, detach, ports, rebuild);
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null || text.isEmpty() ? null : Path.of(text);
  }

  private static String value(String option, Deque<String> words) {
    String value = words.poll();
    if (value == null) {
      throw usage(option + " needs a value");
    }
    return value;
  }

  private static void addPort(Map<String, Integer> ports, String text) {
    int at = text.indexOf('=');
    String number = text.substring(at + 1);
    if (at < 1 || !number.matches("[0-9]{1,5}")) {
      throw usage("not NAME=PORT: " + text);
    }
    ports.put(text.substring(0, at), Integer.valueOf(number));
  }

  /** The checkout that this class was built in: local-stack/launcher/target/x.jar. */
  private static Path ownRoot() {
    try {
      Path code =
          Path.of(Options.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return code.resolve("../../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is not made of files", e);
    }
  }

  static StackException usage(String what) {
    return new StackException("STK-024", what + "; " + USAGE);
  }
}
