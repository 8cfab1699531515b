package dev.mintmark.embedded;

import static java.util.Locale.ROOT;

import dev.mintmark.embedded.process.SharedClasses;
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
    return classPathEntries().stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  private List<Path> classPathEntries() {
    List<Path> entries = new ArrayList<>();
    entries.add(code);
    try {
      String list = Files.readString(directory.resolve("classpath")).strip();
      for (String jar : list.split(":")) {
        entries.add(directory.resolve(jar));
      }
    } catch (IOException e) {
      throw new StackException("STK-008", "cannot read " + directory.resolve("classpath"), e);
    }
    return entries;
  }

  /** Shared by all stacks of this build: PostgreSQL and the schema registry, unpacked once. */
  Path cache() {
    return directory.resolve("cache");
  }

  /** The child's options for class data sharing; none where this module is a folder, not a jar. */
  List<String> sharedClasses(Set<Part> parts) {
    if (Files.isDirectory(code)) {
      return List.of();
    }
    String name =
        parts.stream().map(Part::name).sorted().collect(Collectors.joining("_")).toLowerCase(ROOT);
    try {
      return SharedClasses.in(directory.resolve("cache"), name, classPathEntries()).options();
    } catch (IOException e) {
      // Only slower without.
      return List.of();
    }
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
