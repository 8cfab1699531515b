package dev.mintmark.canary.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Where a device stands with the last order that a rollout gave it.
 *
 * @param orderedIndex {@code sha256:<hex>} of the last order
 * @param kind of its last report about that order; null while it is silent
 * @param reportedIndex {@code sha256:<hex>} that the report names; null while it is silent
 */
public record DeviceStanding(
    String device, String orderedIndex, @Nullable ReportKind kind, @Nullable String reportedIndex) {

  /** Whether the device says that it runs exactly what it was ordered to. */
  public boolean runsItsOrder() {
    return kind == ReportKind.RUNNING && orderedIndex.equals(reportedIndex);
  }
}
