package dev.mintmark.verify.release;

import dev.mintmark.content.Digest;
import java.util.List;

/**
 * The image for one platform.
 *
 * @param index the index that lists it: what the release's tag names
 * @param layers lowest first
 */
public record Image(Digest index, Blob manifest, Blob config, List<Layer> layers) {
  public Image {
    layers = List.copyOf(layers);
  }
}
