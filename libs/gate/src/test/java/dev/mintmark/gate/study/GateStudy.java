package dev.mintmark.gate.study;

import dev.mintmark.gate.judge.Judge;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.gate.verdict.Outcome;

/**
 * Prints alarms of the gate and of peer rules over simulated rollouts, all from fixed seeds.
 * Arguments: rollouts (1000), inferences in a heartbeat (1000).
 */
public final class GateStudy {
  private static final double[] EFFECTS = {0, 0.02, 0.10, 0.25, 0.50};

  private GateStudy() {}

  /** How many of the rollouts each rule rolled back, and how many the gate promoted. */
  public record Row(
      int rollouts, int oneLook, int fiveLooks, int promoted, int mergedP99, int requests) {

    double part(int count) {
      return 100.0 * count / rollouts;
    }
  }

  public static void main(String[] args) {
    int rollouts = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
    int inferences = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    System.out.printf(
        "%d rollouts each, 2 classes, 50 devices an arm, 10 heartbeats x %d inferences each side%n",
        rollouts, inferences);
    System.out.println(
        "| slower by | gate, 1 look | gate, 5 looks | promoted (5 looks) | merged P99 > 1.20x |"
            + " request-level MWU |");
    for (double effect : EFFECTS) {
      Row row = run(rollouts, inferences, effect);
      System.out.printf(
          "| +%.0f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |%n",
          100 * effect,
          row.part(row.oneLook),
          row.part(row.fiveLooks),
          row.part(row.promoted),
          row.part(row.mergedP99),
          row.part(row.requests));
    }
  }

  /** The same devices under each rule; seeds 1 to {@code rollouts}. */
  public static Row run(int rollouts, int inferences, double slower) {
    Policy one = Policies.of(10, inferences * 9, 1);
    // Each of five looks sees two heartbeats more.
    Policy five = Policies.of(2, inferences, 5);
    int[] alarms = new int[5];
    for (int seed = 1; seed <= rollouts; seed++) {
      SimulatedRollout rollout = new SimulatedRollout(seed, Scenario.of(inferences, slower), five);
      alarms[0] += rolledBack(Judge.judge(one, rollout.onlyLook(one)).outcome());
      Outcome last = afterLooks(five, rollout);
      alarms[1] += rolledBack(last);
      alarms[2] += last instanceof Outcome.Promote ? 1 : 0;
      alarms[3] += PeerRules.mergedP99Above(rollout, 1.20) ? 1 : 0;
      alarms[4] += PeerRules.requestsDiffer(rollout) ? 1 : 0;
    }
    return new Row(rollouts, alarms[0], alarms[1], alarms[2], alarms[3], alarms[4]);
  }

  private static Outcome afterLooks(Policy policy, SimulatedRollout rollout) {
    Outcome outcome = Judge.judge(policy, rollout.look(1)).outcome();
    for (int look = 2; look <= policy.gate().looks(); look++) {
      if (outcome instanceof Outcome.RollBack) {
        return outcome;
      }
      outcome = Judge.judge(policy, rollout.look(look)).outcome();
    }
    return outcome;
  }

  private static int rolledBack(Outcome outcome) {
    return outcome instanceof Outcome.RollBack ? 1 : 0;
  }
}
