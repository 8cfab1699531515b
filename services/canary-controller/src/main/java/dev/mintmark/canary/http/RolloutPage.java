package dev.mintmark.canary.http;

import dev.mintmark.canary.rollout.RolloutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of rollouts.
 *
 * @param next what to give as {@code after} for the next page; null on the last one
 */
public record RolloutPage(List<RolloutView> rollouts, @Nullable String next) {}
