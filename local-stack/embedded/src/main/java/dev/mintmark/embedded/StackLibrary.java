package dev.mintmark.embedded;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The servers' own jars, which the build puts beside this module's classes: {@code
 * target/stack/lib} next to {@code target/classes} or {@code target/*.jar}.
 *
 * @param code this module's classes, a folder or a jar
 * @param directory holds {@code classpath}, the list, and {@code lib}
 */
record StackLibrary(Path code, Path directory) {

  /** Found from where this class was loaded. */
  static StackLibrary find() {
    Path code = codeSource();
    Path directory = code.resolveSibling("stack");
    if (!Files.isRegularFile(directory.resolve("classpath"))) {
      throw new StackException(
          "STK-008",
          "cannot find the stack's jars: no "
              + directory.resolve("classpath")
              + "; build local-stack/embedded up to its process-classes phase");
    }
    return new StackLibrary(code, directory);
  }

  /** The class path of the child, this module first. */
  String classPath() {
    List<String> entries = new ArrayList<>();
    entries.add(code.toString());
    try {
      String list = Files.readString(directory.resolve("classpath")).strip();
      for (String jar : list.split(":")) {
        entries.add(directory.resolve(jar).toString());
      }
    } catch (IOException e) {
      throw new StackException("STK-008", "cannot read " + directory.resolve("classpath"), e);
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Shared by all stacks of this build: PostgreSQL is unpacked once. */
  Path cache() {
    return directory.resolve("cache");
  }

  /**
   * Lets the JVM keep its classes, at the end of a first run, in a form that halves the work of the
   * next start; it checks that the jars are still the same. Only for jars: not for a folder.
   */
  List<String> sharedClasses(Set<Part> parts) {
    if (Files.isDirectory(code)) {
      return List.of();
    }
    String names = parts.stream().map(Part::label).sorted().collect(Collectors.joining("-"));
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + directory.resolve(names + ".jsa"),
        "-Xlog:cds*=off");
  }

  private static Path codeSource() {
    try {
      return Path.of(
          StackLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is not made of files", e);
    }
  }
}
