package dev.mintmark.image.assemble;

import dev.mintmark.image.refusal.ImageRefusals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes sure that over all layers of an image each path comes from one input. */
final class PathClaims {
  private PathClaims() {}

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-002
   */
  static void requireDistinct(List<ImageFileEntry> files) {
    Map<String, ImageFileEntry> claimed = new HashMap<>();
    for (ImageFileEntry file : files) {
      ImageFileEntry first = claimed.putIfAbsent(file.file().path(), file);
      if (first != null) {
        throw taken(file.file().path(), first, file);
      }
    }
    for (ImageFileEntry file : files) {
      String path = file.file().path();
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        ImageFileEntry above = claimed.get(path.substring(0, slash));
        if (above != null) {
          throw taken(above.file().path(), above, file);
        }
      }
    }
  }

  private static RuntimeException taken(String path, ImageFileEntry first, ImageFileEntry second) {
    return ImageRefusals.taken("/" + path, first.claimant(), second.claimant());
  }
}
