package dev.mintmark.canary.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What starts a rollout.
 *
 * @param release {@code name:version}
 * @param policy YAML
 * @param classes absent for all that the release has targets for
 */
public record NewRollout(
    @Nullable String release, @Nullable String policy, @Nullable List<String> classes) {}
