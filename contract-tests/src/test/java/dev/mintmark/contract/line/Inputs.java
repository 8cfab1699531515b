package dev.mintmark.contract.line;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The example's real inputs, which npm's and Maven's ordinary clients fetch once. */
public final class Inputs {
  private Inputs() {}

  /** Where `mintmark demo` and `mintmark test` keep them. */
  public static Path folder() {
    return Path.of(
        System.getenv()
            .getOrDefault("MINTMARK_INPUTS", Line.PROJECT.resolve(".mintmark/inputs").toString()));
  }

  /** Fetches them where they are not; a machine without npm skips. */
  public static void require() {
    if (Files.isDirectory(folder().resolve("smoke"))) {
      return;
    }
    Assumptions.assumeTrue(
        Command.isThere("npm"),
        "npm is not there to fetch the model and the photos; install Node.js (apt install npm)");
    Command fetch =
        Command.run(
            Map.of("MINTMARK_INPUTS", folder().toString()),
            List.of(Line.java(), "-jar", Line.cliJar().toString(), "demo", "--fetch-only"));
    if (fetch.exit() != 0) {
      throw new IllegalStateException("cannot fetch the inputs: " + fetch);
    }
  }
}
