package dev.mintmark.embedded.process;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a child end with its parent, also after {@code kill -9} of the parent: a small shell
 * watches the child's standard input, a pipe whose other end only the parent holds, and signals the
 * child at its end. The child itself gets an empty standard input, the process id that the parent
 * sees, and a session of its own, so that Ctrl-C in a terminal reaches the parent alone.
 */
public final class Guard {
  private static final String SCRIPT =
      """
      signal=$1; shift
      start() { cut -d ' ' -f 22 "/proc/$$/stat" 2>/dev/null; }
      started=$(start)
      exec 3<&0 </dev/null
      ( (
        trap '' HUP INT TERM
        read -r _ <&3
        [ "$(start)" = "$started" ] && kill -s "$signal" $$
        left=100
        while [ "$(start)" = "$started" ] && [ "$left" -gt 0 ]; do sleep 0.2; left=$((left - 1)); done
        [ "$(start)" = "$started" ] && kill -s KILL $$
      ) >/dev/null 2>&1 & )
      exec 3<&-
      exec "$@"
      """;

  private Guard() {}

  /**
   * The command to start instead of {@code command}. Its {@link Process} must keep its standard
   * input open, and unused, for as long as the child is to run.
   *
   * @param signal what asks the child to stop: {@code TERM}, {@code INT}; {@code KILL} follows 20
   *     seconds later
   */
  public static List<String> command(String signal, List<String> command) {
    List<String> guarded = new ArrayList<>();
    if (onPath("setsid")) {
      guarded.add("setsid");
    }
    guarded.addAll(List.of("/bin/sh", "-c", SCRIPT, "guard", signal));
    guarded.addAll(command);
    return List.copyOf(guarded);
  }

  private static boolean onPath(String tool) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> new File(folder, tool).canExecute());
  }
}
