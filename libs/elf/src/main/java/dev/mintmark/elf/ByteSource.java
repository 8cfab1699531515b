package dev.mintmark.elf;

import java.io.IOException;

/** A file's bytes by their place. Not safe for use by several threads. */
public interface ByteSource {
  /** In bytes. */
  long size();

  /**
   * Reads exactly {@code length} bytes; the caller asks for none outside of the file.
   *
   * @throws ElfException (ELF-012) when the content ends before {@link #size}
   * @throws IOException when the medium fails
   */
  byte[] read(long offset, int length) throws IOException;
}
