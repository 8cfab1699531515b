package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfFile;
import org.jspecify.annotations.Nullable;

/**
 * A file that a loader has mapped.
 *
 * @param path as it was found, from which {@code $ORIGIN} follows
 * @param real the path without links
 * @param loader what needed it; null for the first
 */
record LoadedObject(String path, String real, ElfFile file, @Nullable LoadedObject loader) {
  String folder() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
