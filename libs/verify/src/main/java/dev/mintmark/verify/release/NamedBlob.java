package dev.mintmark.verify.release;

/**
 * A file of a tree.
 *
 * @param path relative, {@code /} between its parts, no {@code .} or {@code ..} part
 */
public record NamedBlob(String path, Blob blob) {
  public NamedBlob {
    Syntax.requirePath(path);
  }
}
