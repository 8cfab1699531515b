package dev.mintmark.vendor;

/** Is told how a work goes on. */
public interface Watcher {
  /** Sees nothing. */
  Watcher NONE =
      new Watcher() {
        @Override
        public void say(String line) {}

        @Override
        public void begin(String label, long bytes) {}

        @Override
        public void advance(long bytes) {}

        @Override
        public void end() {}
      };

  /** A line for people. */
  void say(String line);

  /** A transfer begins. */
  void begin(String label, long bytes);

  /** So many bytes more are here and checked. */
  void advance(long bytes);

  /** The transfer that was begun last is over, done or not. */
  void end();
}
