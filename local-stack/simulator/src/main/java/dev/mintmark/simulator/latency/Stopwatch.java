package dev.mintmark.simulator.latency;

/** Something whose runs can be timed. */
interface Stopwatch extends AutoCloseable {
  /** Runs once; how long it took, in microseconds, above 0. */
  double micros();

  @Override
  void close();
}
