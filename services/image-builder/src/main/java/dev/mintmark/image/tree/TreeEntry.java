package dev.mintmark.image.tree;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.packages.entry.Content;
import dev.mintmark.packages.entry.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing of an image. A hard link is a file like the one that it names.
 *
 * @param path relative to the root, without {@code .}, {@code ..} or empty parts: {@code usr/lib}
 * @param mode permission bits, 0 to 07777; 0777 for links
 * @param size of a file in bytes; else 0
 * @param digest of a file's content; null for a file whose bytes are first hashed when it is
 *     written, and for all else
 * @param target of a symbolic link as {@code readlink} prints it; else empty
 * @param input where it comes from; null for folders
 * @param content of a file; else empty
 */
public record TreeEntry(
    String path,
    Kind kind,
    int mode,
    Owner owner,
    long size,
    @Nullable Digest digest,
    String target,
    FileTable.@Nullable Input input,
    Content content) {
  private static final Content NOTHING = InputStream::nullInputStream;

  /** What an image may hold. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK
  }

  public static TreeEntry file(
      String path,
      int mode,
      Owner owner,
      long size,
      @Nullable Digest digest,
      FileTable.Input input,
      Content content) {
    return new TreeEntry(path, Kind.FILE, mode, owner, size, digest, "", input, content);
  }

  public static TreeEntry directory(String path, int mode, Owner owner) {
    return new TreeEntry(path, Kind.DIRECTORY, mode, owner, 0, null, "", null, NOTHING);
  }

  public static TreeEntry symlink(String path, String target, Owner owner, FileTable.Input input) {
    return new TreeEntry(path, Kind.SYMLINK, 0777, owner, 0, null, target, input, NOTHING);
  }

  /** Opens a file's bytes; every call starts at the first byte. */
  public InputStream open() throws IOException {
    return content.open();
  }

  /** For people: the input that brings it, by package URL where it has one. */
  public String from() {
    return Optional.ofNullable(input)
        .map(found ->
            found.purl() != null ? found.purl() : "input " + found.artifact().digest().toString())
        .orElse("a folder");
  }
}
