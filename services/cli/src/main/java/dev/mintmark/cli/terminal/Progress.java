package dev.mintmark.cli.terminal;

/** How far a work is; safe for several threads. */
public interface Progress extends AutoCloseable {
  /** So many bytes more are done. */
  void advance(long bytes);

  /** Ends the work, done or not. */
  @Override
  void close();
}
