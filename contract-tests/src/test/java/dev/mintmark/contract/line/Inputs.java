package dev.mintmark.contract.line;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The example's real inputs, which npm's and Maven's ordinary clients fetch once. */
final class Inputs {
  private Inputs() {}

  /** Where `mintmark demo` and `mintmark test` keep them. */
  static Path folder() {
    return Path.of(
        System.getenv()
            .getOrDefault("MINTMARK_INPUTS", Line.PROJECT.resolve(".mintmark/inputs").toString()));
  }

  /** Fetches them where they are not; a machine without npm skips. */
  static void require() {
    if (Files.isDirectory(folder().resolve("smoke"))) {
      return;
    }
    Assumptions.assumeTrue(
        Command.isThere("npm"),
        "npm is not there to fetch the model and the photos; install Node.js (apt install npm)");
    throw new IllegalStateException(
        "the inputs are not in " + folder() + "; run ./mintmark demo first");
  }
}
