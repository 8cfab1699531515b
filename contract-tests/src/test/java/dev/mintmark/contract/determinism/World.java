package dev.mintmark.contract.determinism;

import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What surrounds processes: nothing of it may get into what they make.
 *
 * @param name for folders and for people
 * @param folder of everything in it
 * @param jdk what {@code JAVA_HOME} would be
 * @param umask octal
 * @param environment variables, all of them but {@code PATH}
 * @param options of every JVM
 * @param isolation none where processes are as these tests are
 */
record World(
    String name,
    Path folder,
    Path jdk,
    String umask,
    Map<String, String> environment,
    List<String> options,
    Optional<Isolation> isolation) {
  private static final String HOST = "elsewhere.example";

  /** Changes host name, umask and folder. */
  private static final String ENTER =
      """
      [ -z "$1" ] || { %s; } || exit 1
      umask "$2" && cd "$3" || exit 1
      shift 3
      exec "$@"
      """
          .formatted(Isolation.NAME_HOST);

  /** Says how it is, in the way of {@code java -XshowSettings}. */
  private static final String SHOW =
      """
      printf '    %s = %s\\n' umask "$(umask)" host "$(uname -n)" cpus "$(nproc)" \
        TZ "$TZ" LANG "$LANG" LC_ALL "$LC_ALL" HOME "$HOME" >&2
      exec "$@"
      """;

  /** As on a build server: user, host and JDK are those of these tests. */
  static World here(Path folder) {
    return new World(
        "here",
        folder.resolve("here"),
        Path.of(System.getProperty("java.home")),
        "077",
        environment(folder.resolve("here"), "UTC", "C.UTF-8", "ci"),
        List.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ActiveProcessorCount=4",
            "-Duser.language=en",
            "-Duser.country=US"),
        Optional.empty());
  }

  /** Everything else, as far as this machine has it. */
  static World elsewhere(Path folder, Optional<OtherJdk> jdk, Isolation isolation) {
    Path own = folder.resolve("else where/deep/down");
    return new World(
        "elsewhere",
        own,
        jdk.map(OtherJdk::folder).orElse(Path.of(System.getProperty("java.home"))),
        "000",
        environment(own, "Pacific/Chatham", "tr_TR.UTF-8", "nobody"),
        List.of(
            "-Xmx448m",
            "-XX:+UseParallelGC",
            "-XX:ActiveProcessorCount=1",
            "-Duser.language=tr",
            "-Duser.country=TR",
            // Digits that are not ASCII's.
            "-Duser.extensions=u-nu-arab"),
        Optional.of(isolation));
  }

  private static Map<String, String> environment(
      Path folder, String zone, String locale, String user) {
    return Map.of(
        "TZ", zone,
        "LANG", locale,
        "LC_ALL", locale,
        "USER", user,
        "LOGNAME", user,
        "HOME", folder.resolve("home").toString(),
        "TMPDIR", folder.resolve("tmp").toString(),
        "SOURCE_DATE_EPOCH", Integer.toString(Math.floorMod(zone.hashCode(), 1 << 30)));
  }

  /** Those, and what a process needs to find its programs. */
  Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    all.putAll(more);
    return all;
  }

  /**
   * The command of a JVM.
   *
   * @param number of the process: says to which processor it is bound
   * @param words options and what it runs
   */
  List<String> java(Path directory, int number, List<String> words) {
    List<String> command = new ArrayList<>();
    isolation.ifPresent(i -> command.addAll(i.namespaces()));
    String host = isolation.filter(Isolation::changesHost).map(i -> HOST).orElse("");
    command.addAll(List.of("/bin/sh", "-c", ENTER, "enter", host, umask, directory.toString()));
    isolation.ifPresent(i -> command.addAll(i.user()));
    isolation.ifPresent(i -> command.addAll(bound(i.processors(), number)));
    command.addAll(List.of("/bin/sh", "-c", SHOW, "show"));
    command.add(jdk.resolve("bin/java").toString());
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.addAll(options);
    command.addAll(words);
    return command;
  }

  private static List<String> bound(List<Integer> processors, int number) {
    return processors.isEmpty()
        ? List.of()
        : List.of("taskset", "-c", processors.get(number % processors.size()).toString());
  }

  /** Gives a folder to the user of its processes. */
  void own(Path owned) throws IOException {
    if (isolation.isPresent()) {
      isolation.get().own(owned);
    }
  }

  /** The words of the command line {@code mintmark}. */
  List<String> mintmark(String... words) {
    List<String> all = new ArrayList<>(List.of("-jar", Line.cliJar().toString()));
    all.addAll(List.of(words));
    return java(folder, 0, all);
  }

  /** In what the other world cannot be another one on this machine. */
  static Set<Dimension> lacking(Optional<OtherJdk> jdk, Isolation isolation) {
    Set<Dimension> lacking = EnumSet.noneOf(Dimension.class);
    if (jdk.isEmpty()) {
      lacking.add(Dimension.JDK);
    }
    if (!isolation.changesUser()) {
      lacking.add(Dimension.USER);
    }
    if (!isolation.changesHost()) {
      lacking.add(Dimension.HOST);
    }
    if (isolation.processors().isEmpty()) {
      lacking.add(Dimension.BOUND_TO_A_PROCESSOR);
    }
    return lacking;
  }
}
