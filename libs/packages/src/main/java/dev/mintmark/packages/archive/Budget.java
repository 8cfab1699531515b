package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;

/** What is left of the limits while one archive is read. */
public final class Budget {
  private static final String ADVICE =
      "use a package that holds less; no honest one is known that holds more";

  private final Subject subject;
  private final Limits limits;
  private int entries;
  private long bytes;
  private long text;

  public Budget(Subject subject, Limits limits) {
    this.subject = subject;
    this.limits = limits;
  }

  /**
   * Takes account of one more entry.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-007)
   */
  public void entry(String name, String linkTarget, long size) {
    entries++;
    text += name.getBytes(UTF_8).length + linkTarget.getBytes(UTF_8).length;
    // Two claims of 2^63 - 1 must not add up to something small.
    bytes = size > limits.bytes() - bytes ? Long.MAX_VALUE : bytes + size;
    if (entries > limits.entries()) {
      throw tooLarge(name, "it is one more than " + limits.entries() + " entries");
    }
    if (text > limits.textBytes()) {
      throw tooLarge(name, "all names together have more than " + limits.textBytes() + " bytes");
    }
    if (bytes > limits.bytes()) {
      throw tooLarge(name, "with it the files have more than " + limits.bytes() + " bytes");
    }
  }

  /**
   * Takes account of more text that is kept in memory, such as an extended attribute.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-007)
   */
  public void text(String name, long more) {
    text += more;
    if (text > limits.textBytes()) {
      throw tooLarge(name, "with it there are more than " + limits.textBytes() + " bytes of text");
    }
  }

  private RuntimeException tooLarge(String name, String found) {
    return subject.refuse(RefusalCode.TOO_LARGE, name, found, ADVICE);
  }
}
