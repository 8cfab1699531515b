package dev.mintmark.image.cache;

import dev.mintmark.content.Digest;
import dev.mintmark.image.install.LayerPart;
import dev.mintmark.oci.layer.Layer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one build may take from earlier ones, and leaves to later ones; for any thread. */
public final class BuildCache {
  /**
   * Remembers nothing: every build of a rebuild, and wherever a program does not know what it is.
   */
  public static final BuildCache NONE = new BuildCache(null, null, 0);

  private static final String LAYER = "layer";
  private static final String IMAGES = "images";

  private final @Nullable ImageCache cache;
  private final @Nullable Digest images;
  private final long epoch;

  BuildCache(@Nullable ImageCache cache, @Nullable Digest images, long epoch) {
    this.cache = cache;
    this.images = images;
    this.epoch = epoch;
  }

  /** All layers and the file table of this very build. */
  public Optional<KnownImages> images() {
    return cache == null || images == null
        ? Optional.empty()
        : cache.find(IMAGES, images, KnownImages::parse, KnownImages::artifacts);
  }

  public void keep(KnownImages made) {
    if (cache != null && images != null) {
      cache.keep(IMAGES, images, made.value());
    }
  }

  /** The layer that was made of the same entries, in a build of the same time. */
  public Optional<Layer> layer(LayerPart part) {
    if (cache == null) {
      return Optional.empty();
    }
    return key(cache, part)
        .flatMap(
            key -> cache.find(LAYER, key, LayerEntries::parse, layer -> List.of(layer.blob())));
  }

  public void keep(LayerPart part, Layer layer) {
    if (cache != null) {
      key(cache, part).ifPresent(key -> cache.keep(LAYER, key, LayerEntries.value(layer)));
    }
  }

  private Optional<Digest> key(ImageCache cache, LayerPart part) {
    return LayerEntries.key(cache.key("layer 1").add(epoch), part);
  }
}
