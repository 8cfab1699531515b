package dev.mintmark.contract.determinism;

import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a process gets another user, another host name and a processor of its own: what of it this
 * machine allows.
 *
 * @param namespaces words before a command that then may name its host
 * @param user words before a command that then is somebody else's; empty where the namespace makes
 *     it so, or where nothing does
 * @param changesUser whether the commands have another user
 * @param changesHost whether they may have another host name
 * @param processors that this JVM may use, where a process can be bound to one of them
 */
record Isolation(
    List<String> namespaces,
    List<String> user,
    boolean changesUser,
    boolean changesHost,
    List<Integer> processors) {
  /** {@code nobody}: it is on every Linux, and needs no entry of its own. */
  private static final String NOBODY = "65534";

  private static final List<String> UTS = List.of("unshare", "--uts");
  private static final List<String> USER_AND_UTS =
      List.of("unshare", "--user", "--map-root-user", "--uts");
  private static final List<String> SETPRIV =
      List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");

  /** For a shell: names the host {@code $1}; the second way is for root alone. */
  static final String NAME_HOST =
      "hostname \"$1\" 2>/dev/null || echo \"$1\" >/proc/sys/kernel/hostname";

  /**
   * Tries what there is.
   *
   * @param jdk that commands will run on
   */
  static Isolation find(Path jdk) {
    List<Integer> processors =
        works(List.of("taskset", "--version")) ? allowed(status("Cpus_allowed_list")) : List.of();
    if (status("Uid").startsWith("0")) {
      boolean uts = canNameHost(UTS);
      // It has to be able to read what was built, and the JDK.
      boolean user =
          works(with(SETPRIV, "test", "-r", Line.cliJar().toString()))
              && works(with(SETPRIV, jdk.resolve("bin/java").toString(), "-version"));
      return new Isolation(
          uts ? UTS : List.of(), user ? SETPRIV : List.of(), user, uts, processors);
    }
    boolean user = works(with(USER_AND_UTS, "true"));
    return new Isolation(
        user ? USER_AND_UTS : List.of(), List.of(), user, canNameHost(USER_AND_UTS), processors);
  }

  private static boolean canNameHost(List<String> namespaces) {
    return works(with(namespaces, "/bin/sh", "-c", NAME_HOST, "name", "elsewhere.example"));
  }

  private static List<String> with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toList();
  }

  private static boolean works(List<String> command) {
    try {
      return Command.run(Map.of(), command).exit() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** A line of what Linux says about this process. */
  private static String status(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /** Numbers of a list such as {@code 0-2,5}; one alone binds nothing. */
  static List<Integer> allowed(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : list.split(",")) {
      String[] ends = part.split("-");
      if (!ends[0].isBlank()) {
        int last = Integer.parseInt(ends[ends.length - 1].strip());
        for (int i = Integer.parseInt(ends[0].strip()); i <= last; i++) {
          numbers.add(i);
        }
      }
    }
    return numbers.size() > 1 ? List.copyOf(numbers) : List.of();
  }

  /** Gives a folder and all that is in it to the user of isolated commands. */
  void own(Path folder) throws IOException {
    if (user.isEmpty()) {
      return;
    }
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setOwner(file, nobody);
      }
    }
  }
}
