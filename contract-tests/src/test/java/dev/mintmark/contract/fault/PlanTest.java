package dev.mintmark.contract.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.contract.fault.Fault.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void drawsTheSameFaultsFromTheSameSeedHoweverManyFollow() {
    List<Fault> longer = Plan.of(7, 300);

    assertThat(longer).startsWith(Plan.of(7, 40).toArray(Fault[]::new));
    assertThat(Plan.of(8, 40)).isNotEqualTo(Plan.of(7, 40));
  }

  @Test
  void hasEveryKindInTheShortestRun() {
    assertThat(Plan.of(1, 16)).extracting(Fault::kind).contains(Kind.values());
  }

  @Test
  void strikesEveryServiceAtEveryWindowOfAHandOff() {
    List<Fault> faults = Plan.of(1, 1000);

    assertThat(faults).hasSizeBetween(1000, 1001);
    assertThat(faults)
        .filteredOn(fault -> fault.kind() == Kind.KILL_SERVICE)
        .extracting(Fault::service)
        .contains(Plan.LEDGER)
        .containsAll(Plan.STEPS);
    assertThat(faults)
        .filteredOn(fault -> fault.kind() == Kind.KILL_SERVICE)
        .extracting(fault -> fault.window().orElseThrow().toString())
        .contains(
            "records.answered",
            "artifact.get.before",
            "artifact.create.answered",
            "produce.before",
            "txnOffsetCommit.answered",
            "endTxn.before",
            "endTxn.answered",
            "commit.before",
            "initProducerId.answered");
  }
}
