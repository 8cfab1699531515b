package dev.mintmark.gate.verdict;

import dev.mintmark.gate.policy.Metric;

/**
 * One metric, compared between the arms. A device's value is its change: the logarithm of after
 * divided by before, or for the error rate after less before.
 *
 * @param canaries how many were compared
 * @param baselines likewise
 * @param tested whether there were enough; if not, z is 0
 * @param z above the threshold when canaries changed for the worse by more than the margin
 * @param medianCanary median change, 0 when there is none
 * @param medianBaseline likewise
 */
public record Comparison(
    Metric metric,
    int canaries,
    int baselines,
    boolean tested,
    double z,
    double medianCanary,
    double medianBaseline) {}
