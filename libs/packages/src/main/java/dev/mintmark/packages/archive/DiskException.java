package dev.mintmark.packages.archive;

import java.io.IOException;

/** The disk failed, not the archive: told apart from what decoders throw for damaged data. */
final class DiskException extends IOException {
  private static final long serialVersionUID = 1L;

  DiskException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
