package dev.mintmark.image.input;

import dev.mintmark.elf.ElfHeader;

/** The mode of a file that comes from a tree, which has none: it follows from the content. */
public final class ContentMode {
  private ContentMode() {}

  /**
   * 0755 for scripts ({@code #!}) and ELF files, else 0644.
   *
   * @param head the file's first bytes, {@link ElfHeader#LENGTH} where it has so many
   */
  public static int of(byte[] head) {
    boolean script = head.length >= 2 && head[0] == '#' && head[1] == '!';
    return script || ElfHeader.isElf(head) ? 0755 : 0644;
  }
}
