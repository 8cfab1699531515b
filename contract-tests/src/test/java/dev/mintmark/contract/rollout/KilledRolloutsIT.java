package dev.mintmark.contract.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.rollout.Tables.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rollouts of good and slow releases, in each of which canary-controller or telemetry-aggregator
 * dies at a random moment. {@code -Dmintmark.rollouts=20} makes as many, {@code
 * -Dmintmark.rollouts.seed=N} the same moments again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledRolloutsIT {
  private static final String HOW_MANY = "mintmark.rollouts";
  private static final long SEED =
      Long.getLong("mintmark.rollouts.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  /** Good ones take turns, so that there is always another one to go on from. */
  private static final List<String> GOOD = List.of("face-detect:v1.0.0", "face-detect:v1.0.1");

  private static final String SLOW = "face-detect:v1.0.2";

  private static final Results RESULTS = new Results();
  private static final List<String> ROLLOUTS = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Line line;
  private static SimulatedFleet fleet;
  private static Door door;
  private static Tables tables;
  private static FleetLog log;
  private static Agreement agreement;
  private static int promoted;

  @BeforeAll
  static void bringTheFirstReleaseToTheFleet() throws Exception {
    assumeThat(Integer.getInteger(HOW_MANY, 0))
        .as("a long suite: ask for it with -D%s=20", HOW_MANY)
        .isPositive();
    Inputs.require();
    line = Line.start(folder.resolve("home"));
    List<String> releases = List.of(GOOD.getFirst(), GOOD.getLast(), SLOW);
    releases.forEach(release -> line.request(release.substring(release.indexOf(':') + 1)));
    releases.forEach(release -> assertThat(line.end(release)).isEqualTo("published"));
    door = new Door(line);
    tables = new Tables(line);
    log = new FleetLog(line.bootstrapServers());
    agreement = new Agreement(tables, door, log);
    fleet = SimulatedFleet.start(line, SLOW);
    waiting("the releases to be known")
        .until(
            () -> tables.number("select count(*) from canary.release where refused is null") == 3);
    String first = door.start(GOOD.getFirst(), Policies.first());
    waiting("the first release to be promoted").until(() -> !tables.standing(first).isOpen());
    assertThat(tables.standing(first).state()).isEqualTo("PROMOTED");
    ROLLOUTS.add(first);
  }

  @AfterAll
  static void stop() {
    if (log != null) {
      log.close();
    }
    if (fleet != null) {
      fleet.close();
    }
    if (door != null) {
      door.close();
    }
    if (line != null) {
      line.close();
    }
  }

  static List<Attempt> attempts() {
    return Attempt.of(SEED, Integer.getInteger(HOW_MANY, 0));
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("attempts")
  void endsAsItShouldWhateverDies(Attempt attempt) throws Exception {
    String release = attempt.isSlow() ? SLOW : GOOD.get((promoted + 1) % GOOD.size());
    Instant begun = Instant.now();
    String rollout = door.start(release, Policies.staged());
    ROLLOUTS.add(rollout);

    Kill kill = kill(attempt, rollout);
    waiting(rollout + " to end").until(() -> !tables.standing(rollout).isOpen());
    Duration took = Duration.between(begun, Instant.now());

    if (tables.standing(rollout).state().equals("PROMOTED")) {
      promoted++;
    }

    agreement.holds(rollout, attempt.isSlow());
    JsonNode view = door.rollout(rollout);
    RESULTS.add(
        new Ran(
            attempt,
            kill.killed,
            kill.away,
            agreement.judgements(rollout),
            view.path("state").asText(),
            took,
            agreement.late(rollout),
            caught(attempt, rollout, view.path("index").asText())));
  }

  private static Optional<Duration> caught(Attempt attempt, String rollout, String index) {
    if (!attempt.isSlow()) {
      return Optional.empty();
    }
    Instant ordered = tables.time(rollout, "PLANNED", "DEPLOYING");
    long bad = log.counters().first(index, ordered).orElseThrow();
    Instant back = tables.time(rollout, "SOAKING", "ROLLING_BACK");
    return Optional.of(Duration.between(Instant.ofEpochMilli(bad), back));
  }

  /** What died where, and how long it was away. */
  private record Kill(String killed, Duration away) {}

  private static Kill kill(Attempt attempt, String rollout) throws Exception {
    waiting("change " + attempt.step())
        .until(() -> {
          Standing standing = tables.standing(rollout);
          return standing.sequence() >= attempt.step() || !standing.isOpen();
        });
    // The moment itself: nothing tells of it that could be waited for.
    Thread.sleep(attempt.delay());
    String victim = attempt.victim();
    long pid = line.pid(victim);
    Standing standing = tables.standing(rollout);
    Instant killed = Instant.now();
    line.kill(victim);
    waiting(victim + " to be back").until(() -> line.pid(victim) != pid && door.isReady(victim));
    return new Kill(standing.toString(), Duration.between(killed, Instant.now()));
  }

  @Order(2)
  @Test
  void theCommandLineListsThemAndMakesTheirVerdictsAgain() {
    Command list = line.mintmark("rollout", "list", "--json");
    assertThat(list.exit()).as(list::toString).isZero();
    JsonNode listed = Line.json(list.output()).path("rollouts");
    assertThat(listed).extracting(r -> r.path("rollout").asText()).hasSameElementsAs(ROLLOUTS);
    assertThat(listed)
        .allSatisfy(r ->
            assertThat(r.path("state").asText())
                .isEqualTo(r.path("release").asText().equals(SLOW) ? "ROLLED_BACK" : "PROMOTED"));

    Command again = line.mintmark("rollout", "recompute", ROLLOUTS.getLast(), "--json");

    assertThat(again.exit()).as(again::toString).isZero();
    JsonNode judgements = Line.json(again.output()).path("judgements");
    assertThat(judgements)
        .hasSize(
            Math.toIntExact(
                tables.number(
                    "select count(verdict_digest) from canary.rollout_change where rollout = ?",
                    ROLLOUTS.getLast())));
    assertThat(judgements).allSatisfy(j -> assertThat(j.path("same").asBoolean()).isTrue());
  }

  @Order(3)
  @Test
  void everyHeartbeatOfTheFleetIsInItsMetricsOnce() throws Exception {
    Map<String, Integer> made = fleet.end();
    long all = made.values().stream().mapToLong(Integer::longValue).sum();
    waiting("all heartbeats in fleet.metrics")
        .until(() -> {
          log.catchUp();
          return log.heartbeatsOfMinutes() >= all;
        });

    assertThat(made).hasSize(SimulatedFleet.DEVICES);
    assertThat(log.counters().sent()).isEqualTo(made);
    assertThat(log.heartbeatsOfMinutes()).isEqualTo(all);
    agreement.eventsAreThereOnce();
    RESULTS.sum(SEED, all, log.counters().summed(), log.published());
  }

  /** Longer than a policy's deadline: a rollout that hangs is told by its state. */
  private static ConditionFactory waiting(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(5))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(25));
  }
}
