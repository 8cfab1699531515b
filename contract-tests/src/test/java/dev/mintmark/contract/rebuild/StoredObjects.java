package dev.mintmark.contract.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What S3 holds, behind its back: the embedded one keeps an object in a file. */
final class StoredObjects {
  private static final Set<String> SIGNED =
      Set.of(TopicCatalogue.RELEASE_SIGNED.name(), TopicCatalogue.EVIDENCE_ATTESTED.name());
  private static final String REQUESTED = "mintmark.build.requested.v1";
  private static final Set<String> MEASURED =
      Set.of(MediaTypes.CALIBRATION_TABLE, MediaTypes.QUANTIZATION_REPORT);

  private final Path objects;
  private final Path hidden;

  StoredObjects(Path home) {
    this.objects = home.resolve("data/s3/mintmark/sha256");
    this.hidden = home.resolve("hidden");
  }

  /** Digests of what a release was made from, files of folders included. */
  Set<String> inputs(JsonNode release) {
    Set<String> inputs = new TreeSet<>();
    for (JsonNode handOff : release.path("handOffs")) {
      if (handOff.path("topic").asText().equals(REQUESTED)) {
        handOff.path("artifacts").forEach(use -> add(use, inputs));
      }
    }
    return inputs;
  }

  /**
   * Digests of what the line made: models, layers, manifests, documents. What was measured is an
   * input to what follows, and no output; a signature is evidence, which no rebuild can make again.
   */
  Set<String> outputs(JsonNode release) {
    Set<String> outputs = new TreeSet<>();
    for (JsonNode handOff : release.path("handOffs")) {
      if (SIGNED.contains(handOff.path("topic").asText())) {
        continue;
      }
      for (JsonNode use : handOff.path("artifacts")) {
        if (!MEASURED.contains(use.path("mediaType").asText())
            && !use.path("role").asText().contains("expected")) {
          outputs.add(use.path("digest").asText());
        }
      }
    }
    outputs.removeAll(inputs(release));
    // The two bytes {} are the config of signatures as well.
    outputs.remove(Digest.of(new byte[] {'{', '}'}).toString());
    return outputs;
  }

  void delete(String digest) {
    try {
      Files.deleteIfExists(file(digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it until it is {@linkplain #restore restored}. */
  void hide(String digest) {
    move(file(digest), hidden.resolve(digest));
  }

  void restore(String digest) {
    move(hidden.resolve(digest), file(digest));
  }

  private static void move(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isThere(String digest) {
    return Files.exists(file(digest));
  }

  /** Flips the lowest bit of the byte in the middle; flipped again it is as it was. */
  void flip(String digest) {
    try {
      byte[] bytes = Files.readAllBytes(file(digest));
      bytes[bytes.length / 2] ^= 1;
      Files.write(file(digest), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(JsonNode use, Set<String> digests) {
    String digest = use.path("digest").asText();
    digests.add(digest);
    if (use.path("mediaType").asText().equals(MediaTypes.TREE)) {
      Tree.parse(read(digest)).entries().stream()
          .map(entry -> entry.digest().toString())
          .forEach(digests::add);
    }
  }

  byte[] read(String digest) {
    try {
      return Files.readAllBytes(file(digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String digest) {
    String hex = Digest.parse(digest).hex();
    return objects.resolve(hex.substring(0, 2)).resolve(hex);
  }
}
