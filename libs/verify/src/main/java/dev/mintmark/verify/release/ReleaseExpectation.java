package dev.mintmark.verify.release;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Optional;

/**
 * What a statement must be about. A sound statement for anything else is refused: an attacker can
 * always serve another one that was once signed.
 *
 * @param index the index that was resolved, when one was
 * @param version the version that was asked for, when one was
 */
public record ReleaseExpectation(
    String target,
    String platform,
    String repository,
    Optional<Digest> index,
    Optional<String> version) {

  /** The version that a tag asks for; empty for a tag of another form, such as {@code latest}. */
  public static Optional<String> version(String tag) {
    return Optional.of(tag).filter(Syntax.VERSION::matches);
  }

  /**
   * Compares.
   *
   * @throws RefusedException VER-037, naming the first thing that differs
   */
  public void check(ReleaseStatement statement) {
    same("target", target, statement.target());
    same("platform", platform, statement.platform());
    same("repository", repository, statement.repository());
    version.ifPresent(v -> same("version", v, statement.version()));
    index.ifPresent(i -> same("index", i.toString(), statement.image().index().toString()));
  }

  private static void same(String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw new RefusedException(
          RefusalCode.ENV_OTHER_RELEASE,
          "cannot accept the release statement: it is for the "
              + what
              + " "
              + found
              + ", not for "
              + expected);
    }
  }
}
