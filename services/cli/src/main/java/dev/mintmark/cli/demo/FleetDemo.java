package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.rollout.ChangeLine;
import dev.mintmark.cli.rollout.Rollout;
import dev.mintmark.cli.rollout.Rollouts;
import dev.mintmark.cli.terminal.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Brings a published release to a simulated fleet, and says how that ended. */
public final class FleetDemo {
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final Rollouts rollouts;
  private final String policy;
  private final Console console;

  /**
   * @param policy YAML
   */
  public FleetDemo(Rollouts rollouts, String policy, Console console) {
    this.rollouts = rollouts;
    this.policy = policy;
    this.console = console;
  }

  /** Whether a release of that name was promoted once: something to compare with and go back to. */
  public boolean hasPromoted(String name) {
    return rollouts.all().stream()
        .anyMatch(r -> r.state().equals("PROMOTED") && r.release().startsWith(name + ":"));
  }

  /** Tells what the fleet is and what it measures; other events go by. */
  public void tell(JsonNode event) {
    switch (event.path("event").asText()) {
      case "ready" ->
          console.say(
              "  %d devices enrolled: %d verify each release, %d pull it, %d run it, %d draw from what those measure"
                  .formatted(
                      event.path("devices").asInt(),
                      event.path("verify").asInt(),
                      event.path("pull").asInt(),
                      event.path("infer").asInt(),
                      event.path("draw").asInt()));
      case "failed" -> console.say("  the fleet: " + event.path("message").asText());
      default -> {
        // Counts of each second: the rollout's own lines say how far it is.
      }
    }
  }

  /** Rolls the release out, with a line for each change. */
  public Rollout roll(String release) {
    Rollout started = rollouts.start(release, policy, List.of());
    console.say(
        "rolling out %s, %s"
            .formatted(
                release,
                started.baseline().map(name -> "against " + name).orElse("baseline: none")));
    AtomicReference<Optional<Instant>> before = new AtomicReference<>(Optional.empty());
    rollouts.follow(
        started.id(),
        LIMIT,
        change ->
            console.say(
                "  " + ChangeLine.of(change, before.getAndSet(Optional.of(change.time())))));
    return rollouts.find(started.id());
  }

  /** The release had to reach every device. */
  public Rollout promoted(String release) {
    return ended(roll(release), "PROMOTED", "CLI-076");
  }

  /** The release had to be caught. */
  public Rollout caught(String release) {
    return ended(roll(release), "ROLLED_BACK", "CLI-077");
  }

  private static Rollout ended(Rollout rollout, String state, String code) {
    if (!rollout.state().equals(state)) {
      throw new CommandException(
          Exit.REFUSED,
          code,
          "%s ended %s instead of %s; `mintmark rollout show %s` says why"
              .formatted(
                  rollout.release(),
                  rollout.state().toLowerCase(Locale.ROOT),
                  state.toLowerCase(Locale.ROOT),
                  rollout.id()));
    }
    return rollout;
  }
}
