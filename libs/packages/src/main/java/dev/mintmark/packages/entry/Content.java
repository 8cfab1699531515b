package dev.mintmark.packages.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Opens a file's bytes; every call starts at the first byte. */
@FunctionalInterface
public interface Content {
  InputStream open() throws IOException;

  /** Bytes in memory. */
  static Content of(byte[] bytes) {
    byte[] kept = bytes.clone();
    return () -> new ByteArrayInputStream(kept);
  }
}
