package dev.mintmark.oci.layer;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a layer, owned by 0:0 unless it says otherwise. Its path is relative to the image's
 * root, has {@code /} between its parts and no {@code .}, {@code ..} or empty part: {@code
 * opt/app/serve.py}.
 */
public sealed interface LayerEntry {
  /** Opens a file's bytes; every call starts at the first byte. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  String path();

  /** Numbers of a user and a group. */
  record Owner(long user, long group) {
    public static final Owner ROOT = new Owner(0, 0);

    public Owner {
      if (user < 0 || user > MAX || group < 0 || group > MAX) {
        throw new OciException(
            OciError.LAYER_ENTRY, "no user and group of Linux: " + user + ":" + group);
      }
    }

    private static final long MAX = 0xffff_fffeL;
  }

  /**
   * A plain file.
   *
   * @param mode permission bits, 0 to 07777
   * @param size in bytes; the content must have exactly as many
   * @param digest what the content must hash to; null when nothing is known about it beforehand
   */
  record File(
      String path, int mode, Owner owner, long size, @Nullable Digest digest, Content content)
      implements LayerEntry {
    public File(String path, int mode, long size, @Nullable Digest digest, Content content) {
      this(path, mode, Owner.ROOT, size, digest, content);
    }

    public File {
      checkPath(path);
      checkMode(path, mode);
      if (size < 0) {
        throw new OciException(OciError.LAYER_ENTRY, "size of " + path + " is negative: " + size);
      }
    }
  }

  /**
   * A directory; one that holds something and is not listed is made with mode 0755.
   *
   * @param mode permission bits, 0 to 07777
   */
  record Directory(String path, int mode, Owner owner) implements LayerEntry {
    public Directory(String path, int mode) {
      this(path, mode, Owner.ROOT);
    }

    public Directory {
      checkPath(path);
      checkMode(path, mode);
    }
  }

  /**
   * A symbolic link.
   *
   * @param target as {@code readlink} prints it, absolute in the image or relative to the link; it
   *     stays inside the image's root
   */
  record Symlink(String path, String target, Owner owner) implements LayerEntry {
    public Symlink(String path, String target) {
      this(path, target, Owner.ROOT);
    }

    public Symlink {
      checkPath(path);
      checkTarget(path, target);
    }
  }

  /**
   * A second name of a file in the same layer, with that file's mode and owner. The tar has it as a
   * header without content, behind everything that is no hard link, so that its file is there
   * already when it is unpacked.
   *
   * @param target path of a {@link File} of the layer
   */
  record Hardlink(String path, String target) implements LayerEntry {
    public Hardlink {
      checkPath(path);
      checkPath(target);
    }
  }

  /**
   * Takes a path of the layers below away, with all that lies below it (image-spec, "Whiteouts").
   */
  record Whiteout(String path) implements LayerEntry {
    public Whiteout {
      checkPath(path);
    }

    /** The name of the empty file that says so. */
    String marker() {
      int name = path.lastIndexOf('/') + 1;
      return path.substring(0, name) + ".wh." + path.substring(name);
    }
  }

  private static void checkPath(String path) {
    if (path.isEmpty() || hasControlOrBadText(path)) {
      throw refuse(path, "it is empty or has a control character");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw refuse(path, "it must be relative to the root, without '.', '..' or empty parts");
      }
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.startsWith(".wh.")) {
      throw refuse(path, "names that begin with .wh. delete files of lower layers");
    }
  }

  private static void checkTarget(String path, String target) {
    if (target.isEmpty() || hasControlOrBadText(target)) {
      throw refuse(path, "its link target is empty or has a control character");
    }
    int depth = target.startsWith("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        throw refuse(path, "its link target '" + target + "' leaves the image's root");
      }
    }
  }

  private static boolean hasControlOrBadText(String text) {
    return text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
        || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static void checkMode(String path, int mode) {
    if (mode < 0 || mode > 07777) {
      throw refuse(
          path, "its mode " + Integer.toOctalString(mode) + " is not in 0 to 7777 (octal)");
    }
  }

  private static OciException refuse(String path, String why) {
    return new OciException(OciError.LAYER_ENTRY, "cannot put '" + path + "' into a layer: " + why);
  }
}
