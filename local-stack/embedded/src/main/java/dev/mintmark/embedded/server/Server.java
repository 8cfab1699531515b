package dev.mintmark.embedded.server;

import java.util.Map;

/** A started part. */
interface Server extends AutoCloseable {
  /** What clients need, by the names in {@link dev.mintmark.embedded.Endpoints}. */
  Map<String, String> endpoints();

  /** Stops in order and keeps all data. */
  @Override
  void close();
}
