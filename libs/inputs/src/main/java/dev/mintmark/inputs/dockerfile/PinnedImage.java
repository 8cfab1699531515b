package dev.mintmark.inputs.dockerfile;

import dev.mintmark.content.Digest;

/**
 * An image that a Dockerfile stands on or copies from.
 *
 * @param name as the Dockerfile writes it, with its digest
 */
public record PinnedImage(String name, Digest digest) implements Comparable<PinnedImage> {
  @Override
  public int compareTo(PinnedImage other) {
    return name.compareTo(other.name);
  }
}
