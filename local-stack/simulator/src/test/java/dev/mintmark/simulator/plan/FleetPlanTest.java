package dev.mintmark.simulator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.mintmark.oci.Platform;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetPlanTest {
  private static final String CLASSES = "cpu-amd64=500,cpu-arm64=500";

  @Test
  void hasTheSameMembersAgain() {
    assertThat(members(1, "slow=0.1")).isEqualTo(members(1, "slow=0.1"));
    assertThat(members(1, "slow=0.1")).isNotEqualTo(members(2, "slow=0.1"));
  }

  @Test
  void namesDevicesByClassAndNumber() {
    assertThat(members(1, ""))
        .hasSize(1000)
        .extracting(Member::device)
        .doesNotHaveDuplicates()
        .startsWith("sim-cpu-amd64-0001")
        .endsWith("sim-cpu-arm64-0500");
  }

  @Test
  void pullsWithFortyAndInfersWithTwoOfThisPlatform() {
    List<Member> members = members(1, "");
    assertThat(members).filteredOn(Member::pulls).hasSize(40);
    assertThat(members)
        .filteredOn(Member::infers)
        .hasSize(2)
        .allMatch(Member::pulls)
        .allMatch(member -> member.deviceClass().name().equals("cpu-amd64"));
  }

  @Test
  void infersNowhereWhenNoDeviceIsOfThisPlatform() {
    FleetPlan plan = new FleetPlan(new Seed(1), DeviceClass.parse("cpu-arm64=5"), List.of(), 3, 2);
    assertThat(plan.members(Platform.LINUX_AMD64))
        .noneMatch(Member::infers)
        .filteredOn(Member::pulls)
        .hasSize(3);
  }

  @Test
  void spreadsDevicesAsALogNormalDoes() {
    List<Double> logs =
        members(1, "").stream().map(member -> StrictMath.log(member.factor())).toList();
    double mean = logs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double square = logs.stream().mapToDouble(log -> log * log).average().orElseThrow();
    assertThat(mean).isCloseTo(0, within(0.02));
    assertThat(Math.sqrt(square - mean * mean)).isCloseTo(0.2, within(0.015));
  }

  @Test
  void hasAboutTheShareOfFaultsThatIsAskedFor() {
    assertThat(members(1, "slow=0.1,crash=0"))
        .filteredOn(member -> member.has(Fault.SLOW))
        .hasSizeBetween(70, 130);
    assertThat(members(1, "slow=1")).allMatch(member -> member.has(Fault.SLOW));
    assertThat(members(1, "slow=0")).allMatch(member -> member.faults().isEmpty());
  }

  @Test
  void keepsAFaultsDevicesWhenAnotherFaultIsAdded() {
    assertThat(slow(members(1, "slow=0.1"))).isEqualTo(slow(members(1, "slow=0.1,crash=0.3")));
  }

  private static List<String> slow(List<Member> members) {
    return members.stream().filter(member -> member.has(Fault.SLOW)).map(Member::device).toList();
  }

  @Test
  void givesAFaultToTheDevicesThatAreNamed() {
    assertThat(members(1, "lies=sim-cpu-amd64-0007+sim-cpu-arm64-0002"))
        .filteredOn(member -> !member.faults().isEmpty())
        .allMatch(member -> member.faults().equals(Set.of(Fault.LIES)))
        .extracting(Member::device)
        .containsExactly("sim-cpu-amd64-0007", "sim-cpu-arm64-0002");
  }

  @Test
  void refusesAFaultOfADeviceThatThereIsNot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> members(1, "lies=sim-cpu-amd64-0501"))
        .withMessageContaining("sim-cpu-amd64-0501");
  }

  private static List<Member> members(long seed, String faults) {
    return new FleetPlan(new Seed(seed), DeviceClass.parse(CLASSES), FaultRule.parse(faults), 40, 2)
        .members(Platform.LINUX_AMD64);
  }
}
