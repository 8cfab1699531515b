package dev.mintmark.elf;

import java.util.List;

/**
 * Symbol versions that a file needs of one library ({@code Elf_Verneed}).
 *
 * @param library as {@code DT_NEEDED} names it
 * @param versions in the file's order
 */
public record VersionNeed(String library, List<Version> versions) {
  public VersionNeed {
    versions = List.copyOf(versions);
  }

  /**
   * @param name e.g. {@code GLIBC_2.28}
   * @param weak a loader runs the file without it, too
   */
  public record Version(String name, boolean weak) {}
}
