package dev.mintmark.cli.request;

import dev.mintmark.cli.releasefile.InvalidReleaseFileException;
import dev.mintmark.cli.releasefile.ReleaseFile;
import java.nio.file.Path;

/** Where the model and the samples of a release file are. */
public record ModelInputs(Path model, Path calibration, Path validation, Path smoke) {
  /**
   * Finds them.
   *
   * @throws InvalidReleaseFileException when some are missing, with all of them
   */
  public static ModelInputs of(ReleaseFile file, InputFolders folders)
      throws InvalidReleaseFileException {
    Inputs inputs = new Inputs(folders);
    ModelInputs found =
        new ModelInputs(
            inputs.place(file.model().file()),
            inputs.place(file.quantize().calibration()),
            inputs.place(file.quantize().validation()),
            inputs.place(file.run().smoke()));
    inputs.throwIfProblems();
    return found;
  }
}
