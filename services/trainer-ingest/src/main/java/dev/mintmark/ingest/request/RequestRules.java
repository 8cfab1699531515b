package dev.mintmark.ingest.request;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything a build request must be that can be told from the request alone. No store, no clock:
 * the same request gets the same answer at the door and in the step.
 */
public final class RequestRules {
  private static final List<Function<BuildRequested, Stream<Refusal>>> RULES =
      List.of(
          IdentityRules::check,
          ModelRules::check,
          BaseRules::check,
          ImageRules::check,
          FileRules::check,
          RunRules::check,
          References::check,
          PackageRules::check);

  private RequestRules() {}

  /** The first rule broken, in a fixed order; empty for a request that is well formed. */
  public static Optional<Refusal> firstFault(BuildRequested request) {
    return RULES.stream().flatMap(rule -> rule.apply(request)).findFirst();
  }
}
