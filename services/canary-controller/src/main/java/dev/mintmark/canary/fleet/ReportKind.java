package dev.mintmark.canary.fleet;

/** How far a device came with an order, in its own words. */
public enum ReportKind {
  ADMITTED,
  DOWNLOADED,
  SMOKE_PASSED,
  RUNNING,
  SMOKE_FAILED,
  REFUSED,
  ROLLED_BACK;

  /** Whether nothing more is to come about the order. */
  public boolean isFinal() {
    return switch (this) {
      case RUNNING, SMOKE_FAILED, REFUSED, ROLLED_BACK -> true;
      case ADMITTED, DOWNLOADED, SMOKE_PASSED -> false;
    };
  }
}
