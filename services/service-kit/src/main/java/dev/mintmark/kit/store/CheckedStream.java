package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.Function;

/** Hashes what passes and, instead of ending, throws when the whole has another digest. */
final class CheckedStream extends FilterInputStream {
  private final Digest expected;
  private final Function<Digest, RuntimeException> onDamage;
  private final MessageDigest sha256 = Digest.sha256();
  private boolean checked;

  CheckedStream(InputStream in, Digest expected, Function<Digest, RuntimeException> onDamage) {
    super(in);
    this.expected = expected;
    this.onDamage = onDamage;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0) {
      sha256.update(buffer, offset, n);
    } else if (n < 0 && !checked) {
      checked = true;
      Digest found = Digest.finish(sha256);
      if (!found.equals(expected)) {
        throw onDamage.apply(found);
      }
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    throw new IOException("a checked artifact is read from its beginning to its end");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
