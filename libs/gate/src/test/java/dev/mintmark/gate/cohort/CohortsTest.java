package dev.mintmark.gate.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CohortsTest {
  private static List<BigDecimal> percents(String... percents) {
    return Stream.of(percents).map(BigDecimal::new).toList();
  }

  private static List<Member> members(int... counts) {
    List<Member> members = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      for (int i = 0; i < counts[c]; i++) {
        members.add(new Member("device-" + c + "-" + i, "class-" + c));
      }
    }
    return members;
  }

  private static Map<String, Integer> counts(List<Member> members) {
    return members.stream()
        .collect(
            Collectors.groupingBy(
                Member::deviceClass, TreeMap::new, Collectors.summingInt(m -> 1)));
  }

  static Stream<Arguments> fleets() {
    return Stream.of(
        Arguments.of(
            "two classes of 500", new int[] {500, 500}, "5", 50, "{class-0=25, class-1=25}"),
        Arguments.of("unequal", new int[] {900, 100}, "5", 50, "{class-0=45, class-1=5}"),
        Arguments.of("a remainder", new int[] {601, 400}, "5", 51, "{class-0=31, class-1=20}"),
        Arguments.of(
            "three", new int[] {70, 20, 10}, "10", 10, "{class-0=7, class-1=2, class-2=1}"),
        Arguments.of("one device", new int[] {1}, "0.01", 1, "{class-0=1}"),
        Arguments.of("rounded up", new int[] {999}, "0.1", 1, "{class-0=1}"),
        Arguments.of("everything", new int[] {7, 5}, "100", 12, "{class-0=7, class-1=5}"),
        Arguments.of("no float error", new int[] {1000}, "0.7", 7, "{class-0=7}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fleets")
  void reachesItsShareOfEachClass(
      String name, int[] fleet, String percent, int devices, String classes) {
    Plan plan = Cohorts.plan("r-1", members(fleet), percents(percent));

    assertThat(plan.added(0)).hasSize(devices);
    assertThat(counts(plan.added(0))).hasToString(classes);
  }

  @ParameterizedTest(name = "seed {0}")
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void stagesNestAndKeepWithinOneOfTheirShare(int seed) {
    Random random = new Random(seed);
    int[] fleet = random.ints(2 + random.nextInt(8), 1, 300).toArray();
    List<BigDecimal> percents =
        random
            .ints(1, 10_000)
            .distinct()
            .limit(12)
            .sorted()
            .mapToObj(p -> BigDecimal.valueOf(p, 2))
            .toList();
    List<Member> members = members(fleet);
    Plan plan = Cohorts.plan("r-" + seed, members, percents);

    Set<Member> seen = new HashSet<>();
    for (int stage = 0; stage < plan.stages(); stage++) {
      List<Member> reached = plan.reachedBy(stage);
      assertThat(reached).hasSize(Cohorts.reaches(percents.get(stage), members.size()));
      assertThat(plan.added(stage)).noneMatch(seen::contains);
      seen.addAll(plan.added(stage));
      assertThat(reached).containsExactlyInAnyOrderElementsOf(seen);
      Map<String, Integer> counts = counts(reached);
      for (int c = 0; c < fleet.length; c++) {
        double share = (double) reached.size() * fleet[c] / members.size();
        assertThat((double) counts.getOrDefault("class-" + c, 0)).isBetween(share - 1, share + 1);
      }
    }
  }

  @Test
  void theBaselineIsAsLargeInEachClassAndWasNeverReached() {
    Plan plan = Cohorts.plan("r-1", members(601, 400), percents("5", "25", "100"));

    for (int stage = 0; stage < 2; stage++) {
      assertThat(counts(plan.baseline(stage))).isEqualTo(counts(plan.added(stage)));
      assertThat(plan.baseline(stage)).doesNotContainAnyElementsOf(plan.reachedBy(stage));
    }
    assertThat(plan.baseline(2)).isEmpty();
  }

  @Test
  void theBaselineEndsWhereTheClassEnds() {
    Plan plan = Cohorts.plan("r-1", members(50, 50), percents("60", "100"));

    assertThat(counts(plan.baseline(0))).hasToString("{class-0=20, class-1=20}");
  }

  @Test
  void theOrderOfTheInputLeavesNoTrace() {
    List<Member> members = new ArrayList<>(members(100, 37, 5));
    Plan expected = Cohorts.plan("r-1", members, percents("5", "25", "100"));

    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(members, new Random(seed));
      assertThat(Cohorts.plan("r-1", members, percents("5", "25", "100"))).isEqualTo(expected);
    }
  }

  @Test
  void anotherRolloutReachesOtherDevicesFirst() {
    List<Member> first = Cohorts.plan("r-1", members(500, 500), percents("5")).added(0);
    List<Member> second = Cohorts.plan("r-2", members(500, 500), percents("5")).added(0);

    assertThat(second.stream().filter(first::contains).count()).isLessThan(10);
  }

  /** Fixed: a release that shuffles cohorts differently could not recompute older rollouts. */
  @Test
  void theOrderIsThatOfTheHashes() {
    List<Member> members = members(6);

    assertThat(Cohorts.plan("face-detect-1.0.1-1", members, percents("100")).order())
        .extracting(Member::device)
        .isSortedAccordingTo(Cohorts.byHash("face-detect-1.0.1-1"))
        .containsExactly(
            "device-0-4", "device-0-5", "device-0-0", "device-0-3", "device-0-1", "device-0-2");
  }

  @Test
  void refusesWhatCannotBePlanned() {
    List<Member> two = List.of(new Member("a", "x"), new Member("a", "y"));
    assertThatIllegalArgumentException().isThrownBy(() -> Cohorts.plan("r", two, percents("5")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cohorts.plan("r", List.of(), percents("5")));
    for (String[] bad : new String[][] {{"0"}, {"-1"}, {"101"}, {"5", "5"}, {"6", "5"}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Cohorts.plan("r", members(10), percents(bad)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Member("", "x"));
  }
}
