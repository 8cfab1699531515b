package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.home.Checkout;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A device: a process of its own that shares nothing with the line but the registry's address. */
public final class DeviceProcess {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path classPath;
  private final Path key;

  /**
   * A device.
   *
   * @param key the public key that it was provisioned with
   */
  public DeviceProcess(Checkout checkout, Path key) {
    this.classPath = checkout.root().resolve("local-stack/device/target/device");
    this.key = key;
  }

  /**
   * How it ended.
   *
   * @param exit 0 it runs the release, 3 it refused, 4 it could not reach the registry
   * @param json the device's own words
   */
  public record Ended(int exit, JsonNode json) {
    /** Whether the release runs. */
    public boolean runs() {
      return exit == 0;
    }

    /** Whether the device refused the release for what is in it. */
    public boolean refused() {
      return exit == 3 && json.path("outcome").asText().equals("refused");
    }
  }

  /**
   * Lets the device install a release.
   *
   * @param release {@code repository:tag}
   * @param home the device's own folder
   */
  public Ended install(URI registry, String release, String target, Path home) {
    if (!Files.isDirectory(classPath)) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-034",
          "the device is not built: %s does not exist; run ./mintmark, which builds it"
              .formatted(classPath));
    }
    try {
      Process process =
          new ProcessBuilder(command(registry, release, target, home))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
        String text = output.lines().collect(Collectors.joining("\n"));
        return new Ended(process.waitFor(), text.isEmpty() ? JSON.nullNode() : JSON.readTree(text));
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-070", "cannot run the device: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  private List<String> command(URI registry, String release, String target, Path home) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath + "/*",
        "dev.mintmark.device.Device",
        "--registry",
        registry.toString(),
        "--release",
        release,
        "--target",
        target,
        "--key",
        key.toString(),
        "--home",
        home.toString(),
        "--json");
  }
}
