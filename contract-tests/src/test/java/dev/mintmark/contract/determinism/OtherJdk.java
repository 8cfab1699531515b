package dev.mintmark.contract.determinism;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK beside the one that runs these tests, which the services run on, too.
 *
 * @param folder what {@code JAVA_HOME} would be
 */
record OtherJdk(Path folder, Runtime.Version version) {
  private static final int OLDEST = 21;

  /** {@code MINTMARK_OTHER_JDK}, or one where Linux distributions put them. */
  static Optional<OtherJdk> find() {
    List<Path> folders = new ArrayList<>();
    Optional.ofNullable(System.getenv("MINTMARK_OTHER_JDK")).map(Path::of).ifPresent(folders::add);
    try (Stream<Path> usual = Files.list(Path.of("/usr/lib/jvm"))) {
      usual.sorted().forEach(folders::add);
    } catch (IOException e) {
      // None is there.
    }
    return folders.stream()
        .flatMap(folder -> in(folder).stream())
        .filter(jdk -> jdk.version.feature() >= OLDEST)
        .filter(jdk -> !jdk.version.equals(Runtime.version()))
        // Of several, the first of another generation.
        .min(
            Comparator.comparing(
                jdk -> jdk.version.feature() == Runtime.version().feature() ? 1 : 0));
  }

  private static Optional<OtherJdk> in(Path folder) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("release"))) {
      release.load(reader);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Files.isExecutable(folder.resolve("bin/java"))
          ? Optional.of(new OtherJdk(folder, Runtime.Version.parse(version)))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
