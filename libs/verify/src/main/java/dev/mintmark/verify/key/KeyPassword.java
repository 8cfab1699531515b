package dev.mintmark.verify.key;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;

/** Where the password of an encrypted key comes from; asked only for a key that is encrypted. */
@FunctionalInterface
public interface KeyPassword {
  /** There is none: encrypted keys are refused. */
  KeyPassword NONE =
      what -> {
        throw new RefusedException(
            RefusalCode.KEY_PASSWORD,
            "cannot read "
                + what
                + ": it is encrypted, and no password is given; services read keys without one:"
                + " write such a file with `mintmark keys import`");
      };

  /**
   * The password.
   *
   * @param what the key's name, for a prompt and for errors
   * @throws RefusedException VER-007 where there is none
   */
  char[] of(String what);

  /** The refusal of a password that does not open the key. */
  static RefusedException wrong(String what) {
    return new RefusedException(
        RefusalCode.KEY_PASSWORD,
        "cannot read " + what + ": the password is wrong, or the file is damaged");
  }
}
