package dev.mintmark.simulator.wire;

/** How far a device came with an order; the words of the protocol. */
public enum ReportKind {
  ADMITTED,
  DOWNLOADED,
  SMOKE_PASSED,
  RUNNING,
  SMOKE_FAILED,
  REFUSED,
  ROLLED_BACK
}
