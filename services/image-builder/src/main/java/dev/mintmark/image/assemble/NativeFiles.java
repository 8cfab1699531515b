package dev.mintmark.image.assemble;

import dev.mintmark.elf.ElfException;
import dev.mintmark.elf.ElfHeader;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.oci.Platform;
import java.util.Collection;
import java.util.regex.Pattern;

/** Refuses native files that the image's platform could not load. */
final class NativeFiles {
  private static final Pattern LIBRARY = Pattern.compile(".*\\.so(\\.[0-9]+)*");

  private NativeFiles() {}

  /**
   * @param path absolute in the image
   * @param head the file's first bytes, {@link ElfHeader#LENGTH} where it has so many
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-005 for an ELF file of another platform,
   *     and for a library by name that is none
   */
  static void requireLoadable(String path, byte[] head, Collection<Platform> platforms) {
    if (!ElfHeader.isElf(head) && !LIBRARY.matcher(path).matches()) {
      return;
    }
    try {
      ElfHeader header = ElfHeader.parse(path, head);
      for (Platform platform : platforms) {
        header.requireLoadableOn(platform.toString(), path);
      }
    } catch (ElfException e) {
      throw ImageRefusals.notNative(path, e);
    }
  }
}
