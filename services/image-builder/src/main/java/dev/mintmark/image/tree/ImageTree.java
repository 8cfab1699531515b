package dev.mintmark.image.tree;

import dev.mintmark.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * One platform's image with all its layers laid upon each other: base, Debian packages, wheels,
 * files and app. Contents can be opened while the build's workspace is there, by any thread.
 */
public interface ImageTree {
  Platform platform();

  /** Every entry but the root; sorted by the bytes of their paths, so folders before contents. */
  List<TreeEntry> entries();

  /** The entry at a path, whose links are not followed. */
  Optional<TreeEntry> at(String path);
}
