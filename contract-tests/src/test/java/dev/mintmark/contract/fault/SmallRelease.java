package dev.mintmark.contract.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The example's real model with few samples and no runtime in its image: all steps work on it as on
 * any release, for a fraction of a second each.
 */
final class SmallRelease {
  static final String NAME = "face-detect";

  private static final int FILES = 3;

  private SmallRelease() {}

  /** Uploads the inputs and requests version {@code v1.0.0} through CI's door. */
  static void request(Path folder, URI door) throws IOException {
    Path example = Line.PROJECT.resolve("examples/face-detect");
    Path inputs = Files.createDirectories(folder.resolve("inputs"));
    for (String name : List.of("calibration", "validation", "smoke")) {
      copyFirst(Inputs.folder().resolve(name), inputs.resolve(name));
    }
    String model = "face_detection_front_128x128_barracuda.onnx";
    Files.copy(Inputs.folder().resolve(model), inputs.resolve(model));
    for (String name : List.of("app", "data")) {
      copyFirst(example.resolve(name), folder.resolve(name));
    }
    Files.copy(example.resolve("training.lock"), folder.resolve("training.lock"));
    Path file = folder.resolve("release.yaml");
    Files.writeString(file, withoutFiles(Files.readString(example.resolve("release.yaml"))));

    Command request =
        Command.run(
            Map.of(
                "MINTMARK_ROOT", Line.PROJECT.toString(),
                "MINTMARK_HOME", folder.resolve("home").toString(),
                "MINTMARK_TRAINER_INGEST_URL", door.toString(),
                "MINTMARK_RELEASE_LEDGER_URL", door.toString(),
                "MINTMARK_TOKEN", Surroundings.TOKEN),
            List.of(
                Line.java(),
                "-jar",
                Line.cliJar().toString(),
                "build",
                "-f",
                file.toString(),
                "--inputs",
                inputs.toString(),
                "--no-wait",
                "--json"));
    assertThat(request.exit()).as(request::toString).isZero();
  }

  /** The image's files are ONNX Runtime's libraries, 20 MB each. */
  private static String withoutFiles(String release) {
    int from = release.indexOf("  files:\n");
    int to = release.indexOf("  entrypoint:");
    return release.substring(0, from) + release.substring(to);
  }

  private static void copyFirst(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.sorted().limit(FILES).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
