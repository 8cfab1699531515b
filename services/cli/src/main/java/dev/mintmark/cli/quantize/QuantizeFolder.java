package dev.mintmark.cli.quantize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.layout.Staging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The folder that models and reports are written to: {@code report.html}, {@code
 * calibration.table}, and a folder for each target with {@code model.onnx}, {@code report.json} and
 * {@code expected/}. It is there as a whole or not at all.
 */
public final class QuantizeFolder {
  private final Path folder;

  /**
   * Takes a name.
   *
   * @throws CommandException CLI-163 when something has it
   */
  public QuantizeFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    if (Files.exists(this.folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-163",
          folder + " is there already; nothing is written over: name a new folder");
    }
  }

  /** Writes everything beside the folder, and gives it its name at the end. */
  public void write(QuantizeResult result) {
    Path parent = Objects.requireNonNull(folder.getParent(), "a root is there already");
    try {
      Files.createDirectories(parent);
      Path staging = Files.createTempDirectory(parent, ".quantize-");
      try {
        Path inside = Files.createDirectory(staging.resolve("new"));
        Files.writeString(inside.resolve("report.html"), result.page(), UTF_8);
        Files.write(inside.resolve("calibration.table"), result.table());
        for (TargetResult target : result.targets()) {
          Path own = inside.resolve(target.study().target());
          for (Map.Entry<String, byte[]> file : target.files().entrySet()) {
            Path path = own.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.write(path, file.getValue());
          }
        }
        Files.move(inside, folder);
      } finally {
        Staging.delete(staging);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
    }
  }
}
