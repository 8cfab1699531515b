package dev.mintmark.packages.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** The one form of a path in an image, and what is not one. */
public final class EntryPath {
  private static final String ADVICE = "it may be an attack: do not use this package";

  private EntryPath() {}

  /**
   * Reads a name's bytes.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-010) unless they are UTF-8
   */
  public static String decode(Subject subject, byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refuse(subject, new String(bytes, UTF_8), "its name is not UTF-8");
    }
  }

  /**
   * Checks a relative path.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-010)
   */
  public static String check(Subject subject, Limits limits, String path) {
    checkText(subject, limits, path, path, "its path");
    if (path.startsWith("/")) {
      throw refuse(subject, path, "its path is absolute");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw refuse(subject, path, "its path has a part '" + part + "'");
      }
    }
    if (path.startsWith(".wh.", path.lastIndexOf('/') + 1)) {
      throw refuse(subject, path, "names that begin with .wh. delete files of lower layers");
    }
    return path;
  }

  /**
   * Checks a symbolic link's target: absolute in the image or relative to the link, never outside
   * of the root.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-010, PKG-013)
   */
  public static String checkTarget(Subject subject, Limits limits, String path, String target) {
    checkText(subject, limits, path, target, "its link target");
    int depth = target.startsWith("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
      } else if (!part.isEmpty() && !part.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        throw subject.refuse(
            RefusalCode.LINK, path, "its link target '" + target + "' leaves the root", ADVICE);
      }
    }
    return target;
  }

  private static void checkText(
      Subject subject, Limits limits, String path, String text, String what) {
    if (text.isEmpty()) {
      throw refuse(subject, path, what + " is empty");
    }
    if (text.chars().anyMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0))) {
      throw refuse(subject, path, what + " has a control character");
    }
    int length = text.getBytes(UTF_8).length;
    if (length > limits.pathLength()) {
      throw refuse(
          subject, path, what + " has " + length + " bytes, more than " + limits.pathLength());
    }
  }

  private static RuntimeException refuse(Subject subject, String path, String found) {
    return subject.refuse(RefusalCode.PATH, path, found, ADVICE);
  }
}
