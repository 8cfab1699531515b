package dev.mintmark.simulator.plan;

import java.util.Arrays;
import java.util.Optional;

/** What can be wrong with a device. All but {@link #OFFLINE} show on an update, see the README. */
public enum Fault {
  /** The new release is slower on it. */
  SLOW("slow"),
  /** Says nothing more after the update. */
  CRASH("crash"),
  /** Never polls and never sends. */
  OFFLINE("offline"),
  /** Goes back by itself to what it ran, and says so. */
  ROLLS_BACK("rolls-back"),
  /** Reports that it runs the release, and its heartbeats name another. */
  LIES("lies"),
  /** Reports that it runs, with another digest than the order's. */
  WRONG_DIGEST("wrong-digest"),
  /** Has another driver and refuses. */
  WRONG_DRIVER("wrong-driver"),
  /** The model's outputs differ on it. */
  SMOKE_FAILS("smoke-fails");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  /** The word of the command line. */
  public String text() {
    return text;
  }

  static Optional<Fault> of(String text) {
    return Arrays.stream(values()).filter(fault -> fault.text.equals(text)).findFirst();
  }
}
