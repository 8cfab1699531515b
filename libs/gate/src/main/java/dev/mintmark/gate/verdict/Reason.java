package dev.mintmark.gate.verdict;

import dev.mintmark.gate.policy.Metric;
import org.jspecify.annotations.Nullable;

/**
 * @param code stable, {@code GAT-101} to {@code GAT-199}
 * @param metric what it is about; absent when it is about the devices themselves
 * @param text for people
 */
public record Reason(String code, @Nullable Metric metric, String text) {}
