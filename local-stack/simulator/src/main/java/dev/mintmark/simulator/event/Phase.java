package dev.mintmark.simulator.event;

/** How far a device is with its newest order. */
public enum Phase {
  ORDERED("ordered"),
  ADMITTED("admitted"),
  DOWNLOADED("downloaded"),
  SMOKE_PASSED("smokePassed"),
  RUNNING("running"),
  SMOKE_FAILED("smokeFailed"),
  REFUSED("refused"),
  ROLLED_BACK("rolledBack"),
  CRASHED("crashed");

  private final String text;

  Phase(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
