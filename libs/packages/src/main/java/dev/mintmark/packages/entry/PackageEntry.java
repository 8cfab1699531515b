package dev.mintmark.packages.entry;

import dev.mintmark.content.Digest;
import java.util.SortedMap;

/**
 * One thing that a package puts into an image. Its path is relative to the image's root, has {@code
 * /} between its parts and no {@code .}, {@code ..} or empty part: {@code usr/lib/libm.so.6}. It is
 * what {@code LayerEntry} of libs/oci takes, so an entry becomes a layer's by copying its parts.
 */
public sealed interface PackageEntry {
  String path();

  /** The same thing at another path. */
  PackageEntry at(String path);

  /**
   * A plain file.
   *
   * @param mode permission bits, 0 to 07777
   * @param size in bytes
   * @param digest what the content hashed to when the package was opened
   * @param attributes extended attributes by name, e.g. {@code security.capability}
   */
  record File(
      String path,
      int mode,
      Owner owner,
      long size,
      Digest digest,
      SortedMap<String, Attribute> attributes,
      Content content)
      implements PackageEntry {
    @Override
    public File at(String path) {
      return new File(path, mode, owner, size, digest, attributes, content);
    }
  }

  /**
   * A directory.
   *
   * @param mode permission bits, 0 to 07777
   */
  record Directory(String path, int mode, Owner owner) implements PackageEntry {
    @Override
    public Directory at(String path) {
      return new Directory(path, mode, owner);
    }
  }

  /**
   * A symbolic link.
   *
   * @param target as {@code readlink} prints it; it stays inside the image's root
   */
  record Symlink(String path, String target, Owner owner) implements PackageEntry {
    @Override
    public Symlink at(String path) {
      return new Symlink(path, target, owner);
    }
  }

  /**
   * A second name of a file of the same package. In a tar it is an entry of type {@code 1} without
   * content, behind the file it names: write it as {@code LayerEntry.Hardlink}, which libs/oci puts
   * behind all that is no hard link, so the order of paths does not matter.
   *
   * @param target path of the file, as that file's own entry has it
   */
  record Hardlink(String path, String target) implements PackageEntry {
    @Override
    public Hardlink at(String path) {
      return new Hardlink(path, target);
    }
  }
}
