package dev.mintmark.contract.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.contract.line.Inputs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
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
 * Releases run through the line while faults strike it, drawn from a seed. After each round every
 * release has ended once, each of its hand-offs is committed once, all artifacts have their own
 * bytes, and the ledger has the log's rows.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
  private static final long SEED = Long.getLong("mintmark.faults.seed", System.nanoTime());
  private static final int FAULTS = Integer.getInteger("mintmark.faults", 16);
  private static final int FAULTS_OF_A_ROUND = 40;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static final Chronicle CHRONICLE = new Chronicle(SEED);
  private static Surroundings surroundings;
  private static LineUnderFaults line;
  private static Releases releases;
  private static Groups groups;
  private static Look look;

  @BeforeAll
  static void publishOneRelease() throws Exception {
    Inputs.require();
    CHRONICLE.say("seed %d, %d faults wanted, in %s".formatted(SEED, FAULTS, folder));
    surroundings = Surroundings.start(folder);
    line = new LineUnderFaults(surroundings, CHRONICLE);
    waiting("every service to be ready").until(line::isReady);
    SmallRelease.request(folder, line.door());
    releases = new Releases(surroundings.bootstrapServers());
    groups = new Groups(surroundings.bootstrapServers());
    look = new Look(surroundings, Duration.ofMinutes(2));
    waiting("the first release to end")
        .until(() -> {
          releases.look(Duration.ofMillis(100));
          return releases.inFlight() == 0;
        });
    Findings findings = look.at(releases.requested());
    assertThat(findings.all()).as("before any fault").isEmpty();
  }

  @AfterAll
  static void stop() {
    List<AutoCloseable> all = new ArrayList<>();
    all.add(releases);
    all.add(groups);
    all.add(line);
    all.add(surroundings);
    for (AutoCloseable each : all) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        CHRONICLE.say("while stopping: " + e);
      }
    }
  }

  static List<List<Fault>> rounds() {
    List<Fault> plan = Plan.of(SEED, FAULTS);
    List<List<Fault>> rounds = new ArrayList<>();
    for (int from = 0; from < plan.size(); from += FAULTS_OF_A_ROUND) {
      rounds.add(plan.subList(from, Math.min(plan.size(), from + FAULTS_OF_A_ROUND)));
    }
    return rounds;
  }

  @Order(1)
  @ParameterizedTest(name = "round {index}")
  @MethodSource("rounds")
  void losesNothingAndDoublesNothing(List<Fault> faults) throws Exception {
    new Round(line, releases, groups, CHRONICLE, faults).run();

    Findings findings = look.at(releases.requested());

    CHRONICLE.round(findings);
    assertThat(findings.all()).isEmpty();
  }

  @Order(2)
  @Test
  void struckWhereThePlanSaid() {
    CHRONICLE.sum(line.passings());

    assertThat(CHRONICLE.hits()).as("windows").isNotEmpty();
    assertThat(CHRONICLE.faults()).isGreaterThanOrEqualTo(FAULTS * 9 / 10);
  }

  @Order(3)
  @Test
  void wouldHaveFoundWhatIsLostDoubledOrWrong() throws Exception {
    Look again = new Look(surroundings, Duration.ofSeconds(5));
    Planted planted = new Planted(surroundings);
    planted.doubleOne();
    planted.loseOneArtifact();
    planted.damageOneArtifact();
    planted.deleteOneRow();

    Findings findings = again.at(releases.requested());

    assertThat(findings.doubled()).hasSize(2).anyMatch(text -> text.contains("2 times on"));
    assertThat(findings.lost())
        .anyMatch(text -> text.startsWith("no artifact"))
        .anyMatch(text -> text.startsWith("not in the ledger"));
    assertThat(findings.wrong()).singleElement().asString().endsWith("has other bytes");
  }

  private static org.awaitility.core.ConditionFactory waiting(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(100));
  }
}
