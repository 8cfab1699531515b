package dev.mintmark.simulator.wire;

import dev.mintmark.content.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about an order.
 *
 * @param release that it runs or tried, {@code name:version}
 * @param index that it runs or tried
 * @param code stable, where it failed
 * @param detail for people; cut at 500 characters when it is sent
 */
public record Report(
    long order,
    ReportKind kind,
    String release,
    Digest index,
    @Nullable String code,
    @Nullable String detail) {}
