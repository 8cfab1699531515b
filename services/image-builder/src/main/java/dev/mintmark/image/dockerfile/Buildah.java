package dev.mintmark.image.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that builds Dockerfiles here.
 *
 * @param executable links followed
 * @param version as it says itself
 * @param digest of its file
 */
public record Buildah(Path executable, String version, Digest digest) {
  public static final String NAME = "buildah";

  private static final Pattern VERSION =
      Pattern.compile("buildah version ([0-9A-Za-z][0-9A-Za-z.+~-]{0,63})\\b.*", Pattern.DOTALL);

  /**
   * Finds it.
   *
   * @param configured where it is; else it is looked for in the folders of the path
   * @param path folders with colons between, as in {@code PATH}
   */
  public static Optional<Buildah> find(Optional<Path> configured, String path) throws IOException {
    if (configured.isPresent()) {
      return of(configured.get());
    }
    for (String folder : path.split(":")) {
      if (folder.startsWith("/")) {
        Optional<Buildah> found = of(Path.of(folder, NAME));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Empty for what is no program, or does not say its version. */
  private static Optional<Buildah> of(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(version(file));
    return version.matches()
        ? Optional.of(new Buildah(file.toRealPath(), version.group(1), Digest.of(file)))
        : Optional.empty();
  }

  private static String version(Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(file.toString(), "--version")
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().keySet().retainAll(java.util.Set.of("PATH", "HOME"));
    Process process = builder.start();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        return "";
      }
      return new String(process.getInputStream().readNBytes(1 << 10), UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } finally {
      process.destroyForcibly();
    }
  }

  /** Whether a sandbox shows it where it is. */
  boolean isOfTheSystem() {
    return executable.startsWith("/usr");
  }
}
