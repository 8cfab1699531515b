package dev.mintmark.cli.command;

import dev.mintmark.cli.engine.Container;
import dev.mintmark.cli.engine.Engine;
import dev.mintmark.cli.image.ImageExport;
import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.image.RunnableImage;
import dev.mintmark.cli.image.TargetNote;
import dev.mintmark.cli.layout.Staging;
import dev.mintmark.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image as an engine gets it: the platform's layers as an archive, the target's model in a
 * folder.
 *
 * @param name that the engine knows it by
 * @param folder of the target's model
 */
record EngineImage(ImageSource source, RunnableImage chosen, String name, Path folder) {
  /** The name names no registry, so that no engine looks for it in one. */
  static EngineImage of(World world, ImageSource source, RunnableImage chosen) {
    String name =
        "localhost/%s:%s"
            .formatted(
                source.repository().map(Object::toString).orElse("image"), chosen.manifest().hex());
    String model =
        chosen.target().map(TargetNote::model).map(digest -> digest.hex()).orElse("none");
    return new EngineImage(
        source, chosen, name, world.home().root().resolve("models").resolve(model));
  }

  /** The target's model, where it has one. */
  Optional<Container.Model> model() {
    return chosen.modelName().map(file -> new Container.Model(folder, file));
  }

  /** Fetches the model, and the layers where the engine does not have exactly these. */
  void bringTo(Engine engine, Console console) throws IOException {
    chosen.fetchModel(source, folder);
    if (engine.has(name, chosen.config(), chosen.diffIds())) {
      return;
    }
    Path passing = Files.createTempDirectory("mintmark-run");
    try {
      Path archive = passing.resolve("image.tar");
      new ImageExport(source, console)
          .dockerArchive(archive, Optional.of(chosen.platform()), Optional.of(name));
      engine.load(archive, name, chosen.diffIds());
    } finally {
      Staging.delete(passing);
    }
  }
}
