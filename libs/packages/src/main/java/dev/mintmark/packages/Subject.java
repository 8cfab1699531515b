package dev.mintmark.packages;

import java.nio.file.Path;

/**
 * The package that is being read, as errors name it.
 *
 * @param name file name, without folders: those are the machine's and not the package's
 */
public record Subject(String name) {
  public static Subject of(Path file) {
    Path name = file.getFileName();
    return new Subject(name == null ? file.toString() : name.toString());
  }

  /** A refusal of the whole package. */
  public PackageException refuse(RefusalCode code, String found, String advice) {
    return new PackageException(code, name, null, found, advice, null);
  }

  /** A refusal because of one entry or field. */
  public PackageException refuse(RefusalCode code, String entry, String found, String advice) {
    return new PackageException(code, name, entry, found, advice, null);
  }

  /** A refusal because of what a decoder threw. */
  public PackageException refuse(
      RefusalCode code, String entry, String found, String advice, Throwable cause) {
    return new PackageException(code, name, entry, found, advice, cause);
  }
}
