package dev.mintmark.contract.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An image that skopeo pulled, unpacked by tar, layer over layer.
 *
 * @param root of its files
 * @param config the image's, OCI image spec 1.1
 */
record PulledImage(Path root, JsonNode config) {

  /**
   * Pulls the image of this machine's platform.
   *
   * @param image with registry and tag
   */
  static PulledImage pull(String image, Path folder) {
    Path pulled = folder.resolve("pulled");
    run(List.of("skopeo", "copy", "--src-tls-verify=false", "docker://" + image, "dir:" + pulled));
    JsonNode manifest = read(pulled.resolve("manifest.json"));
    Path root = folder.resolve("root");
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (JsonNode layer : manifest.path("layers")) {
      run(
          List.of(
              "tar",
              "--extract",
              "--gzip",
              "--numeric-owner",
              "--file",
              blob(pulled, layer).toString(),
              "--directory",
              root.toString()));
    }
    return new PulledImage(root, read(blob(pulled, manifest.path("config"))));
  }

  /** The words that run its entrypoint, as root, with nothing of the machine but its kernel. */
  List<String> command() {
    List<String> words = new ArrayList<>(List.of("chroot", root.toString()));
    config.at("/config/Entrypoint").forEach(word -> words.add(word.asText()));
    return words;
  }

  private static Path blob(Path pulled, JsonNode descriptor) {
    return pulled.resolve(descriptor.path("digest").asText().substring("sha256:".length()));
  }

  private static JsonNode read(Path file) {
    try {
      return Line.json(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> words) {
    Command command = Command.run(Map.of(), words);
    assertThat(command.exit()).as(command::toString).isZero();
  }
}
