package dev.mintmark.cli.home;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The project's folder: target profiles, the launcher and the examples are in it.
 *
 * @param root absolute
 */
public record Checkout(Path root) {
  /** {@code MINTMARK_ROOT}, or the folder that this class was built in. */
  public static Checkout find(Map<String, String> environment) {
    Path root =
        Optional.ofNullable(environment.get("MINTMARK_ROOT"))
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .orElseGet(Checkout::ofThisClass);
    return new Checkout(root.toAbsolutePath().normalize());
  }

  public Path targets() {
    return root.resolve("deploy/targets");
  }

  /** Rollout policies that come with the project. */
  public Path policies() {
    return root.resolve("deploy/policies");
  }

  public Path example(String name) {
    return root.resolve("examples").resolve(name);
  }

  /** Java's argument file that starts the launcher. */
  public Path launcherArguments() {
    return root.resolve("local-stack/launcher/target/launcher/launcher.args");
  }

  /** The nearest folder above the class path that holds the services. */
  private static Path ofThisClass() {
    try {
      Path code =
          Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = Files.isDirectory(code) ? code : code.getParent();
      while (folder != null && !Files.isDirectory(folder.resolve("services"))) {
        folder = folder.getParent();
      }
      return folder == null ? Path.of("") : folder;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is made of files", e);
    }
  }
}
