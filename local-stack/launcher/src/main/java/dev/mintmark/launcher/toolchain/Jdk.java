package dev.mintmark.launcher.toolchain;

import dev.mintmark.content.Digest;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A JDK on this machine.
 *
 * @param folder what {@code JAVA_HOME} would be
 * @param version e.g. {@code 25.0.3}
 * @param vendor as its {@code release} file says
 * @param modules digest of {@code lib/modules}: all of its classes
 */
public record Jdk(Path folder, String version, String vendor, Digest modules) {
  private static final int OLDEST = 21;

  /**
   * Looks at a JDK.
   *
   * @throws StackException STK-040 where there is none, or one that services do not run on
   */
  public static Jdk in(Path folder, FileDigests digests) {
    Path modules = modules(folder);
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.resolve("release"))) {
      release.load(reader);
      Jdk jdk =
          new Jdk(
              folder,
              value(release, "JAVA_VERSION"),
              value(release, "IMPLEMENTOR"),
              digests.of(List.of(modules)).values().iterator().next());
      if (jdk.feature() < OLDEST) {
        throw unusable(folder, "it is Java " + jdk.version(), null);
      }
      return jdk;
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(folder, e.toString(), e);
    }
  }

  /** All classes of the JDK in that folder, in one file. */
  public static Path modules(Path folder) {
    return folder.resolve("lib/modules");
  }

  public Path java() {
    return folder.resolve("bin/java");
  }

  /** Its first number. */
  public int feature() {
    return Runtime.Version.parse(version).feature();
  }

  private static String value(Properties release, String name) {
    return release.getProperty(name, "unknown").replace("\"", "");
  }

  private static StackException unusable(Path folder, String found, @Nullable Exception cause) {
    String what =
        "cannot run services with the JDK in %s: %s; name the folder of a JDK %d or newer with --jdk"
            .formatted(folder, found, OLDEST);
    return cause == null
        ? new StackException("STK-040", what)
        : new StackException("STK-040", what, cause);
  }
}
