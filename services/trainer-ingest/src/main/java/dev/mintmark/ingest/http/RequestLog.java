package dev.mintmark.ingest.http;

import dev.mintmark.kit.handoff.ReleaseId;

/** Where build requests are written down. */
public interface RequestLog extends AutoCloseable {
  /**
   * Returns when the request stands in the log. Appending it again is harmless: the step drops a
   * double.
   *
   * @throws dev.mintmark.kit.store.UnavailableException when that cannot be told; it may stand
   *     there or not
   */
  void append(ReleaseId release, byte[] value);

  @Override
  void close();
}
