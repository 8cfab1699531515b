package dev.mintmark.contract.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container engine of the tests' own: its images are in their folder, and go with it. */
interface Engine extends AutoCloseable {
  /** What its command needs to find it. */
  Map<String, String> environment();

  /** The words before a subcommand. */
  List<String> program();

  @Override
  void close();

  /** Runs its command to a good end. */
  default String run(String... words) {
    List<String> all = new ArrayList<>(program());
    all.addAll(List.of(words));
    Command command = Command.run(environment(), all);
    assertThat(command.exit()).as(() -> all + ": " + command).isZero();
    return command.output().strip();
  }

  /** What it tells of an image, as JSON. */
  default JsonNode inspect(String image) {
    return Line.json(run("image", "inspect", image)).path(0);
  }

  /** Digest of the config that the engine knows the image by. */
  default String id(String image) {
    String id = inspect(image).path("Id").asText();
    return id.startsWith("sha256:") ? id : "sha256:" + id;
  }

  /** Diff ids from the base up. */
  default List<String> layers(String image) {
    List<String> layers = new ArrayList<>();
    inspect(image).at("/RootFS/Layers").forEach(layer -> layers.add(layer.asText()));
    return layers;
  }
}
