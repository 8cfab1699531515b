package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.locks.ReentrantLock;

/** The digest of an upload as far as it came. Not to be used without its lock. */
final class Hashed {
  private final ReentrantLock lock = new ReentrantLock();
  private MessageDigest sha256 = Digest.sha256();
  private long size;

  ReentrantLock lock() {
    return lock;
  }

  long size() {
    return size;
  }

  void update(byte[] buffer, int count) {
    sha256.update(buffer, 0, count);
    size += count;
  }

  Digest digest() {
    Digest digest = Digest.finish(sha256);
    // Spent: whoever goes on hashes anew.
    size = -1;
    return digest;
  }

  /** Hashes the file where it is not what was hashed: after a start, or after it was cut back. */
  void catchUp(Path file) throws IOException {
    if (Files.size(file) == size) {
      return;
    }
    sha256 = Digest.sha256();
    size = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        update(buffer, n);
      }
    }
  }
}
