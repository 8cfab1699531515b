package dev.mintmark.cli.demo;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.releasefile.InputPath;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.quantizer.variant.SlowerVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The same release with a model that computes the same and takes longer: it passes every gate of
 * the line, and only a fleet can tell.
 */
public final class SlowerModel {
  private static final String PREFIX = "slower-";

  private SlowerModel() {}

  /** Writes the slower model beside the release's own, under the inputs. */
  public static ReleaseFile of(ReleaseFile release, Path inputs) {
    InputPath file = release.model().file();
    Path model = inputs.resolve(file.relative());
    String name = PREFIX + model.getFileName();
    try {
      Path slower = model.resolveSibling(name);
      Files.write(slower, SlowerVariant.of(Files.readAllBytes(model)));
      InputPath other =
          new InputPath(
              InputPath.Root.INPUTS, inputs.relativize(slower).toString(), file.line(), file.key());
      return release.withModel(other);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-078", "cannot make the slower model: " + e.getMessage(), e);
    }
  }
}
