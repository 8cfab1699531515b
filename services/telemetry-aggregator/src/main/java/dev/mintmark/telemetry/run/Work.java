package dev.mintmark.telemetry.run;

/** A part of the service that runs until it is stopped. */
@FunctionalInterface
public interface Work {
  /**
   * Runs once: opens what it needs, says {@link Control#ready}, and goes on until {@link
   * Control#stopping}. Whatever it throws, it is run again after a pause.
   */
  void run(Control control) throws Exception;

  /** How work and its supervisor talk. */
  interface Control {
    boolean stopping();

    /** What it needs is there. */
    void ready();

    /** Waits, at most that long; returns early when it is to stop. */
    void pause(java.time.Duration longest) throws InterruptedException;
  }
}
