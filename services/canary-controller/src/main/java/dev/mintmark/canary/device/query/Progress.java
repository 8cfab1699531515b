package dev.mintmark.canary.device.query;

import dev.mintmark.canary.fleet.ReportKind;
import org.jspecify.annotations.Nullable;

/** Where a device stands with its order, in a word. */
enum Progress {
  /** It has no order. */
  UNORDERED,
  /** It has not said how it ended. */
  PENDING,
  /** It says that it runs what it was ordered to. */
  RUNNING,
  /** It says that it runs something else, and does not stop to. */
  DEVIATING,
  SMOKE_FAILED,
  REFUSED,
  ROLLED_BACK;

  /**
   * Sums up an order.
   *
   * @param ordered index of the order; null for none
   * @param kind of the last report about it; null for none
   * @param reported index of that report; null for none
   */
  static Progress of(
      @Nullable String ordered, @Nullable ReportKind kind, @Nullable String reported) {
    if (ordered == null) {
      return UNORDERED;
    }
    return switch (kind) {
      case null -> PENDING;
      case ADMITTED, DOWNLOADED, SMOKE_PASSED -> PENDING;
      case RUNNING -> ordered.equals(reported) ? RUNNING : DEVIATING;
      case SMOKE_FAILED -> SMOKE_FAILED;
      case REFUSED -> REFUSED;
      case ROLLED_BACK -> ROLLED_BACK;
    };
  }
}
