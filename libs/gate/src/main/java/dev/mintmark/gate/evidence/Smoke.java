package dev.mintmark.gate.evidence;

/** What became of a device's order to run the release. The gate reads it of canaries only. */
public enum Smoke {
  /** It passed its smoke test and runs. */
  PASSED,
  /** It refused the release, failed its smoke test, or went back by itself. */
  FAILED,
  /** It did not say. */
  SILENT
}
