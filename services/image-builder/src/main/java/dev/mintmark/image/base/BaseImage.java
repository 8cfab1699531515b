package dev.mintmark.image.base;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.manifest.ImageConfig;
import java.util.List;

/**
 * One platform's image of a base.
 *
 * @param base digest that the request names
 * @param manifest of this platform's image
 * @param layers from the lowest up, as many as the config has
 */
public record BaseImage(Digest base, Digest manifest, ImageConfig config, List<BaseLayer> layers) {
  public BaseImage {
    layers = List.copyOf(layers);
  }

  /** What its config tells of its layers, without times; a plain line for each where it is mute. */
  public List<ImageConfig.History> history() {
    if (!config.history().isEmpty()) {
      return config.history();
    }
    return layers.stream()
        .map(layer -> new ImageConfig.History("base layer " + layer.blob().digest(), false))
        .toList();
  }
}
