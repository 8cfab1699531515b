package dev.mintmark.launcher.service;

import dev.mintmark.embedded.process.SharedClasses;
import dev.mintmark.launcher.toolchain.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A service's code and the JVM that runs it.
 *
 * @param folder of the code, {@code quarkus-app}
 * @param java the command
 * @param javaFeature Java's version, its first number
 * @param classes name of the archive beside the folder in which the JVM keeps the code's classes
 */
record Program(Path folder, Path java, int javaFeature, String classes) {
  /** The code of a service on the JDK that runs this launcher. */
  static Program own(Service service, Path root) {
    Program own = own(service.folder(root));
    // Processes of one module would end at once and write one archive.
    return service.name().equals(service.module())
        ? own
        : new Program(own.folder, own.java, own.javaFeature, "classes" + service.name());
  }

  private static Program own(Path folder) {
    return new Program(
        folder,
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Runtime.version().feature(),
        "classes");
  }

  /** A toolchain on its JDK; another JDK keeps classes in another form. */
  static Program of(Installed installed) {
    Program own = own(installed.folder());
    return installed.jdk().java().equals(own.java())
        ? own
        : new Program(
            installed.folder(),
            installed.jdk().java(),
            installed.jdk().feature(),
            "classes" + installed.jdk().modules().hex().substring(0, 8));
  }

  Path jar() {
    return folder.resolve("quarkus-run.jar");
  }

  SharedClasses sharedClasses() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      return SharedClasses.in(
          Objects.requireNonNull(folder.toAbsolutePath().getParent(), "it is no root"),
          classes,
          jars);
    }
  }
}
