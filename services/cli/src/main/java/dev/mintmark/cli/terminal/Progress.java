package dev.mintmark.cli.terminal;

/** How far a work is; safe for several threads. */
public interface Progress extends AutoCloseable {
  /** Shows nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void advance(long more) {}

        @Override
        public void close() {}
      };

  /** So many bytes, or other things, more are done. */
  void advance(long more);

  /** Ends the work, done or not. */
  @Override
  void close();
}
