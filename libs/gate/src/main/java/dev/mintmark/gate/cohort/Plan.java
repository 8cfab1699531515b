package dev.mintmark.gate.cohort;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which devices each stage reaches. Stages nest: each one adds devices to those before it.
 *
 * @param order all devices, in the order in which they are reached
 * @param reached by stage, how many of them it reaches together with the stages before
 */
public record Plan(String rollout, List<Member> order, List<Integer> reached) {
  public Plan {
    order = List.copyOf(order);
    reached = List.copyOf(reached);
  }

  public int stages() {
    return reached.size();
  }

  /**
   * The devices that get the release in this stage: its canaries.
   *
   * @param stage from 0
   */
  public List<Member> added(int stage) {
    return order.subList(stage == 0 ? 0 : reached.get(stage - 1), reached.get(stage));
  }

  /** All devices that have the release once the stage is deployed. */
  public List<Member> reachedBy(int stage) {
    return order.subList(0, reached.get(stage));
  }

  /**
   * The devices that the stage's canaries are compared with: of each class the next ones that the
   * stage does not reach, as many as it adds or as there are.
   */
  public List<Member> baseline(int stage) {
    Map<String, Integer> wanted = new HashMap<>();
    added(stage).forEach(m -> wanted.merge(m.deviceClass(), 1, Integer::sum));
    return order.subList(reached.get(stage), order.size()).stream()
        .filter(m -> wanted.merge(m.deviceClass(), -1, Integer::sum) >= 0)
        .toList();
  }
}
