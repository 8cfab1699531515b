package dev.mintmark.gate.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.mintmark.content.Digest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final String GOOD =
      """
      apiVersion: mintmark.dev/v1
      kind: RolloutPolicy
      name: default
      version: 1
      stages:
        - {percent: 5, soak: 30m, approval: automatic}
        - {percent: 25, soak: PT45M, approval: manual}
        - {percent: 100, soak: 30m}
      deadline: 24h
      gate:
        margin: 0.05
        errorMargin: 0.005
        minimumDevices: 50
        maximumDevices: 1000
        minimumHeartbeats: 10
        minimumSamples: 1000
        looks: 5
        metrics: [latency-p99, latency-mean, error-rate, cpu]
      absolute: {latencyP99: 500ms, errorRate: 0.01, cpu: 0.95, smokeFailures: 0}
      """;

  private static Policy parse(String yaml) {
    return Policy.parse(yaml.getBytes(UTF_8));
  }

  @Test
  void readsAWholePolicy() {
    Policy policy = parse(GOOD);

    assertThat(policy.name()).isEqualTo("default");
    assertThat(policy.percents())
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(new BigDecimal("5"), new BigDecimal("25"), new BigDecimal("100"));
    assertThat(policy.stages())
        .extracting(Stage::approval)
        .containsExactly(Stage.Approval.AUTOMATIC, Stage.Approval.MANUAL, Stage.Approval.AUTOMATIC);
    assertThat(policy.stages().get(1).soak()).isEqualTo(Duration.ofMinutes(45));
    assertThat(policy.gate().metrics()).containsExactly(Metric.values());
    assertThat(policy.gate().maximumMissing()).isEqualByComparingTo("0.1");
    assertThat(policy.gate().threshold()).isEqualTo(2.878);
    assertThat(policy.absolute().latencyP99()).isEqualTo(Duration.ofMillis(500));
    assertThat(policy.digest()).isEqualTo(Digest.of(GOOD.getBytes(UTF_8)));
  }

  @Test
  void oneLookHasALowerThreshold() {
    assertThat(parse(GOOD.replace("looks: 5", "looks: 1")).gate().threshold()).isEqualTo(2.326);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "another version | mintmark.dev/v1 | mintmark.dev/v2 | GAT-003 | apiVersion",
        "another kind | RolloutPolicy | Rollout | GAT-003 | kind",
        "an unknown key | minimumDevices: 50 | minimumDevice: 50 | GAT-002 | gate.minimumDevice",
        "an unknown key of a stage | approval: automatic | aproval: automatic | GAT-002 |"
            + " stages[0].aproval",
        "a missing key | 'deadline: 24h' | '' | GAT-002 | deadline",
        "an empty value | 'deadline: 24h' | 'deadline:' | GAT-002 | deadline",
        "a doubled key | 'version: 1' | '{version: 1, version: 1}' | GAT-001 | line",
        "text for a number | minimumDevices: 50 | minimumDevices: many | GAT-002 |"
            + " gate.minimumDevices",
        "a number as text | looks: 5 | looks: '\"5\"' | GAT-002 | gate.looks",
        "half a device | minimumDevices: 50 | minimumDevices: 50.5 | GAT-002 |"
            + " gate.minimumDevices",
        "a list for a number | looks: 5 | looks: [5] | GAT-002 | gate.looks",
        "no YAML | 'kind: RolloutPolicy' | 'kind: \"' | GAT-001 | line",
        "a bad name | 'name: default' | 'name: De fault' | GAT-004 | name",
        "version 0 | version: 1 | version: 0 | GAT-004 | version",
        "percent 0 | percent: 5, | percent: 0, | GAT-004 | stages.percent",
        "percent above 100 | percent: 100, | percent: 101, | GAT-004 | stages.percent",
        "three decimals | percent: 5, | percent: 5.125, | GAT-004 | stages.percent",
        "percents that fall | percent: 25, | percent: 4, | GAT-005 | stages[1].percent",
        "percents that stay | percent: 25, | percent: 5.0, | GAT-005 | stages[1].percent",
        "a last stage below 100 | percent: 100, | percent: 99, | GAT-005 | stages[2].percent",
        "no soak | 'percent: 5, soak: 30m' | 'percent: 5, soak: 0s' | GAT-004 | stages.soak",
        "a bad duration | 'percent: 5, soak: 30m' | 'percent: 5, soak: 30 min' | GAT-004 |"
            + " stages[0].soak",
        "a soak past the deadline | deadline: 24h | deadline: 45m | GAT-006 | stages[1].soak",
        "a bad approval | approval: manual | approval: ask | GAT-004 | stages[1].approval",
        "a negative margin | margin: 0.05 | margin: -0.05 | GAT-004 | gate.margin",
        "a margin in percent | margin: 0.05 | margin: 5 | GAT-004 | gate.margin",
        "an error margin above 1 | errorMargin: 0.005 | errorMargin: 1.5 | GAT-004 |"
            + " gate.errorMargin",
        "no minimum | minimumDevices: 50 | minimumDevices: 0 | GAT-004 | gate.minimumDevices",
        "a blind minimum | minimumDevices: 50 | minimumDevices: 9 | GAT-004 |"
            + " gate.minimumDevices",
        "no heartbeats | minimumHeartbeats: 10 | minimumHeartbeats: 0 | GAT-004 |"
            + " gate.minimumHeartbeats",
        "no samples | minimumSamples: 1000 | minimumSamples: 0 | GAT-004 | gate.minimumSamples",
        "no look | looks: 5 | looks: 0 | GAT-004 | gate.looks",
        "too many looks | looks: 5 | looks: 6 | GAT-004 | gate.looks",
        "no metric | '[latency-p99, latency-mean, error-rate, cpu]' | [] | GAT-004 | gate.metrics",
        "a metric twice | latency-mean, | latency-p99, | GAT-004 | gate.metrics",
        "an unknown metric | latency-mean, | memory, | GAT-004 | gate.metrics",
        "no latency at all | 500ms | 0ms | GAT-004 | absolute.latencyP99",
        "a latency that no sketch tells | 500ms | 2h | GAT-004 | absolute.latencyP99",
        "an error rate above 1 | errorRate: 0.01 | errorRate: 1.01 | GAT-004 |"
            + " absolute.errorRate",
        "no CPU at all | cpu: 0.95 | cpu: 0 | GAT-004 | absolute.cpu",
        "negative failures | smokeFailures: 0 | smokeFailures: -1 | GAT-004 |"
            + " absolute.smokeFailures"
      })
  void refuses(String what, String old, String replacement, String code, String path) {
    String yaml = GOOD.replace(old, replacement == null ? "" : replacement);
    assertThat(yaml).as("the row changes something").isNotEqualTo(GOOD);

    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> parse(yaml))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .satisfies(e -> assertThat(e.path()).startsWith(path))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").endsWith("(" + code + ")"));
  }

  @ParameterizedTest(name = "''{0}''")
  @CsvSource({"''", "'# nothing'", "[]", "text", "null", "'\u0000'", "'---\n---\n'"})
  void refusesWhatIsNoPolicyAtAll(String yaml) {
    assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> parse(yaml));
  }

  @Test
  void refusesALongFile() {
    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> parse(GOOD + "#".repeat(Policy.MAX_BYTES)))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GAT-001"));
  }

  @Test
  void everyPrefixOfAPolicyIsReadOrRefused() {
    for (int length = 0; length < GOOD.length(); length++) {
      String prefix = GOOD.substring(0, length);
      try {
        parse(prefix);
      } catch (InvalidPolicyException e) {
        assertThat(e).hasMessageStartingWith("cannot use the policy: ");
      }
    }
  }

  @Test
  void refusesAFleetThatIsTooSmall() {
    Policy policy = parse(GOOD);

    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> policy.check(Map.of("a", 120, "b", 120), true))
        .satisfies(e -> assertThat(e.code()).isEqualTo("GAT-007"))
        .withMessageContaining("stage 1 reaches 12 devices, the policy wants 50");
    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> policy.check(Map.of(), true))
        .withMessageContaining("no device is there");
    assertThatNoException().isThrownBy(() -> policy.check(Map.of("a", 500, "b", 500), true));
  }

  @Test
  void refusesAStageThatLeavesTooFewForItsBaseline() {
    Policy policy = parse(GOOD.replace("percent: 25,", "percent: 97,"));
    Map<String, Integer> fleet = Map.of("a", 500, "b", 500);

    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> policy.check(fleet, true))
        .withMessageContaining("stage 2 leaves for its baseline 30 devices, the policy wants 50");
    // The last stage then adds only 30, too.
    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> policy.check(fleet, false))
        .withMessageContaining("stage 3 reaches 30 devices");
  }

  @Test
  void countsNoMoreDevicesOfAClassThanAreJudged() {
    Policy policy = parse(GOOD.replace("maximumDevices: 1000", "maximumDevices: 20"));

    assertThatExceptionOfType(InvalidPolicyException.class)
        .isThrownBy(() -> policy.check(Map.of("a", 5000, "b", 5000), true))
        .withMessageContaining("stage 1 reaches 40 devices");
    assertThat(List.of("a", "b", "c"))
        .satisfies(names -> policy.check(Map.of("a", 900, "b", 900, "c", 900), true));
  }
}
