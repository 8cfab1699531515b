package dev.mintmark.verify.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The newest set that a verifier has believed: older ones are refused from then on. */
public record SeenKeySet(long version, Digest digest) {
  private static final Pattern FORM =
      Pattern.compile("version=([1-9][0-9]{0,17})\ndigest=(sha256:[0-9a-f]{64})\n");

  public static SeenKeySet of(SignedKeySet set) {
    return new SeenKeySet(set.set().version(), set.digest());
  }

  public byte[] bytes() {
    return "version=%d\ndigest=%s\n".formatted(version, digest).getBytes(US_ASCII);
  }

  /**
   * @throws RefusedException VER-050: a memory that cannot be read protects nobody
   */
  public static SeenKeySet read(byte[] bytes, String what) {
    Matcher seen = FORM.matcher(new String(bytes, US_ASCII));
    if (!seen.matches()) {
      throw new RefusedException(
          RefusalCode.KEY_SET_FORM,
          "cannot read %s: it does not say which key set was seen last; if you know why, remove it"
              .formatted(what));
    }
    return new SeenKeySet(Long.parseLong(seen.group(1)), Digest.parse(seen.group(2)));
  }

  void require(SignedKeySet next) {
    long found = next.set().version();
    if (found < version) {
      throw new RefusedException(
          RefusalCode.KEY_SET_ROLLBACK,
          "cannot believe version %d of the key set: version %d was seen already; get a newer one"
              .formatted(found, version));
    }
    if (found == version && !next.digest().equals(digest)) {
      throw new RefusedException(
          RefusalCode.KEY_SET_FORKED,
          "cannot believe version %d of the key set: another set of this version was seen (%s, this is %s); ask who holds the root keys"
              .formatted(found, digest, next.digest()));
    }
  }
}
