package dev.mintmark.contract.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.events.rollout.v1.Judgement;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.gate.judge.Recompute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.function.Executable;

/** What has to hold after every rollout, whatever was killed: tables, log and artifacts agree. */
final class Agreement {
  /** Stages are deployed and soak, looked at once or more, until one ends it. */
  private static final String GOOD = "PLANNED (DEPLOYING (SOAKING )+){2}PROMOTED";

  private static final String SLOW = "PLANNED (DEPLOYING (SOAKING )+){1,2}ROLLING_BACK ROLLED_BACK";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * How long before the first orders telemetry knows of the rollout: these are given a soak after
   * the event that tells of it is in the log.
   */
  private static final Duration BEFORE = Duration.ofSeconds(1);

  private final Tables tables;
  private final Door door;
  private final FleetLog log;

  Agreement(Tables tables, Door door, FleetLog log) {
    this.tables = tables;
    this.door = door;
    this.log = log;
  }

  /** Everything below; whatever does not hold is told at once. */
  void holds(String rollout, boolean slow) throws Exception {
    JsonNode view = door.rollout(rollout);
    String index = (slow ? view.at("/baseline/index") : view.path("index")).asText();
    // Reads the log for the others, too.
    Executable events = this::eventsAreThereOnce;
    assertAll(
        rollout,
        events,
        () -> endedOnce(rollout, slow),
        () -> verdictsAreMadeAgain(rollout),
        () -> ordersAreThereOnce(rollout, view.path("stage").asInt(), slow),
        () -> devicesRun(index),
        () -> heartbeatsAreSummedUpOnce(rollout));
  }

  /** Everything that was written before is published: each event once, none left out. */
  void eventsAreThereOnce() {
    Awaitility.await("the outbox to be published")
        .atMost(LIMIT)
        .until(() ->
            tables.number("select count(*) from canary.outbox where position is null") == 0
                && tables.number("select last_position - published from canary.relay") == 0);
    long last = tables.number("select last_position from canary.relay");
    assertThat(
            tables.number(
                "select coalesce(max(position) - min(position) + 1 - count(*), 0)"
                    + " from canary.outbox where position <= ?",
                last))
        .as("positions that the outbox left out")
        .isZero();
    log.catchUp();
    assertThat(log.doubles()).isEmpty();
    // Devices go on reporting for a moment: what was published since then may be in the log too.
    assertThat(log.published())
        .isBetween(last, tables.number("select last_position from canary.relay"));
  }

  /** The rollout took legal steps to the end that it should have, each once, and no other. */
  private void endedOnce(String rollout, boolean slow) {
    List<RolloutChanged> changes = log.changes(rollout);
    assertThat(String.join(" ", changes.stream().map(change -> change.getTo().name()).toList()))
        .matches(slow ? SLOW : GOOD);
    assertThat(changes.stream().map(Agreement::line).toList())
        .isEqualTo(
            tables.texts(
                "select sequence || ' ' || from_state || ' ' || to_state || ' ' || stage || ' '"
                    + " || coalesce(verdict_digest, 'unjudged')"
                    + " from canary.rollout_change where rollout = ? order by sequence",
                rollout));
    assertThat(changes)
        .extracting(RolloutChanged::getSequence)
        .startsWith(1)
        .doesNotHaveDuplicates();
  }

  private static String line(RolloutChanged change) {
    Judgement judgement = change.getJudgement();
    return "%d %s %s %d %s"
        .formatted(
            change.getSequence(),
            change.getFrom(),
            change.getTo(),
            change.getStage(),
            judgement == null ? "unjudged" : judgement.getVerdict().getDigest());
  }

  /** How often a rollout was judged. */
  int judgements(String rollout) {
    return (int) log.changes(rollout).stream().filter(c -> c.getJudgement() != null).count();
  }

  /** Every verdict comes out again, byte for byte, from the artifacts that the log names. */
  private void verdictsAreMadeAgain(String rollout) throws Exception {
    assertThat(judgements(rollout)).isPositive();
    for (RolloutChanged change : log.changes(rollout)) {
      Judgement judgement = change.getJudgement();
      if (judgement != null) {
        byte[] policy = door.artifact(rollout, change.getSequence(), "policy");
        byte[] evidence = door.artifact(rollout, change.getSequence(), "evidence");
        byte[] verdict = door.artifact(rollout, change.getSequence(), "verdict");
        assertThat(Digest.of(policy)).hasToString(change.getPolicy().getDigest());
        assertThat(Digest.of(evidence)).hasToString(judgement.getEvidence().getDigest());
        assertThat(Digest.of(verdict)).hasToString(judgement.getVerdict().getDigest());
        assertThat(Recompute.same(policy, evidence, verdict)).isEqualTo(new Recompute.Same());
      }
    }
  }

  /** Who was reached has one order for it, and one to go back; nobody has another. */
  private void ordersAreThereOnce(String rollout, int stage, boolean slow) {
    assertThat(
            tables.texts(
                "select device || ': ' || count(*) || ' ' || reason from canary.device_order"
                    + " where rollout = ? group by device, reason"
                    + " having count(*) <> 1 or max(given_before) > 0",
                rollout))
        .as("ordered more than once")
        .isEmpty();
    for (String reason : slow ? List.of("ROLLOUT", "ROLLBACK") : List.of("ROLLOUT")) {
      assertThat(
              tables.texts(
                  "select d.device from canary.rollout_device d left join canary.device_order o"
                      + " on o.rollout = d.rollout and o.device = d.device and o.reason = ?"
                      + " where d.rollout = ? and (d.stage <= ?) <> (o.device is not null)",
                  reason,
                  rollout,
                  stage))
          .as("%s: not as the stages have it", reason)
          .isEmpty();
    }
    assertThat(
            tables.texts(
                "select d.device from canary.device d join canary.device_order o using (device)"
                    + " group by d.device, d.order_sequence having min(o.sequence) <> 1"
                    + " or count(*) <> d.order_sequence or max(o.sequence) <> d.order_sequence"))
        .as("orders with a gap")
        .isEmpty();
  }

  /** Every device says that it runs the release that the rollout left it with. */
  private void devicesRun(String index) {
    assertThat(
            tables.texts(
                "select device || ' runs ' || coalesce(running_index, 'nothing')"
                    + " from canary.device where running_index is distinct from ?",
                index))
        .isEmpty();
  }

  /**
   * No heartbeat is summed up twice; none is left out that telemetry counted from shortly before
   * the first orders up to the rollout's end.
   */
  private void heartbeatsAreSummedUpOnce(String rollout) {
    assertThat(log.counters().faults()).isEmpty();
    assertThat(log.counters().holes(begun(rollout), log.lastWord(rollout))).isEmpty();
  }

  /** How many devices were heard again only after the rollout's end. */
  int late(String rollout) {
    return log.counters().late(begun(rollout), log.lastWord(rollout)).size();
  }

  private Instant begun(String rollout) {
    return tables.time(rollout, "PLANNED", "DEPLOYING").minus(BEFORE);
  }
}
