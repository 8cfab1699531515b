package dev.mintmark.canary.fleet;

import org.jspecify.annotations.Nullable;

/**
 * An enrolled device.
 *
 * @param runningRelease {@code name:version} of its last report RUNNING; null before the first
 * @param runningIndex {@code sha256:<hex>} likewise
 * @param lastOrder sequence of its last order, 0 before the first
 */
public record Member(
    String device,
    String deviceClass,
    @Nullable String runningRelease,
    @Nullable String runningIndex,
    long lastOrder) {}
