package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Finds whatever could be a digest in bytes of any form: 64 lower-case hexadecimal digits in a row,
 * of more the first 64. It may find what is none; it misses none that is written so.
 */
final class HexScan {
  private static final int DIGITS = 64;

  private HexScan() {}

  /** Told of each find. */
  @FunctionalInterface
  interface Found {
    /**
     * A find.
     *
     * @param startsLine whether it is the first of its line
     */
    void digest(Digest digest, boolean startsLine);
  }

  /** Reads to the end; does not close. */
  static void scan(InputStream in, Found found) throws IOException {
    Run run = new Run(found);
    byte[] buffer = new byte[1 << 14];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        run.next(buffer[i]);
      }
    }
  }

  static void scan(byte[] bytes, Found found) {
    Run run = new Run(found);
    for (byte next : bytes) {
      run.next(next);
    }
  }

  static void scan(String text, Found found) {
    scan(text.getBytes(StandardCharsets.UTF_8), found);
  }

  /** Digits that came in a row. */
  private static final class Run {
    private final Found found;
    private final byte[] digits = new byte[DIGITS];
    private int length;
    private boolean startsLine = true;
    private byte before = '\n';

    Run(Found found) {
      this.found = found;
    }

    void next(byte next) {
      if (isDigit(next)) {
        if (length == 0) {
          startsLine = before == '\n';
        }
        if (length < DIGITS) {
          digits[length] = next;
        }
        length++;
        if (length == DIGITS) {
          found.digest(new Digest(new String(digits, StandardCharsets.US_ASCII)), startsLine);
        }
      } else {
        // "sha256:" ends so: what follows begins anew.
        length = 0;
      }
      before = next;
    }

    private static boolean isDigit(byte b) {
      return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
    }
  }
}
