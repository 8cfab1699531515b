package dev.mintmark.cli.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * An image as a person names it: a reference, or a place on the disk with its kind before it.
 *
 * @param kind of place
 * @param text what stands behind the kind: a path with an optional {@code @sha256:…} or {@code
 *     :TAG}, or the reference
 */
public record ImageWord(Kind kind, String text) {
  /** Where an image may be. */
  public enum Kind {
    REGISTRY(""),
    LAYOUT("oci:"),
    LAYOUT_ARCHIVE("oci-archive:"),
    DOCKER_ARCHIVE("docker-archive:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * Reads the word.
   *
   * @throws dev.mintmark.cli.failure.CommandException CLI-130 for a kind without a path
   */
  public static ImageWord parse(String word) {
    Optional<Kind> kind =
        Arrays.stream(Kind.values())
            .filter(k -> !k.prefix.isEmpty() && word.startsWith(k.prefix))
            .findFirst();
    if (kind.isEmpty()) {
      return new ImageWord(Kind.REGISTRY, word);
    }
    String text = word.substring(kind.get().prefix.length());
    if (text.isEmpty()) {
      throw ImageRefusals.word(word, "it names no file or folder");
    }
    return new ImageWord(kind.get(), text);
  }

  /** Whether it is a place on the disk. */
  public boolean isLocal() {
    return kind != Kind.REGISTRY;
  }

  @Override
  public String toString() {
    return kind.prefix + text;
  }
}
