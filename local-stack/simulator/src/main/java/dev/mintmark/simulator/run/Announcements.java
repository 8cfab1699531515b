package dev.mintmark.simulator.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.simulator.event.Events;
import dev.mintmark.simulator.event.Tally;
import dev.mintmark.simulator.latency.LatencyPool;
import dev.mintmark.simulator.plan.Fault;
import dev.mintmark.simulator.plan.FleetPlan;
import dev.mintmark.simulator.plan.Member;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** The words of the fleet's events. */
final class Announcements {
  private Announcements() {}

  static ObjectNode enrolled(int fresh, int devices) {
    return Events.event("enrolled").put("devices", devices).put("fresh", fresh);
  }

  /** What is real and what is drawn. */
  static ObjectNode ready(FleetPlan plan, List<Member> members) {
    ObjectNode event = Events.event("ready").put("devices", members.size());
    ObjectNode classes = event.putObject("classes");
    plan.classes().forEach(each -> classes.put(each.name(), each.count()));
    event.put("seed", plan.seed().value());
    event.put("verify", members.size()).put("pull", count(members, Member::pulls));
    event.put("infer", count(members, Member::infers));
    event.put("draw", count(members, member -> !member.infers()));
    ObjectNode faults = event.putObject("faults");
    for (Fault fault : Fault.values()) {
      int count = count(members, member -> member.has(fault));
      if (count > 0) {
        faults.put(fault.text(), count);
      }
    }
    return event.put(
        "note",
        "every device verifies statement and signature itself; bytes fetched once are shared by"
            + " digest; layers and models are pulled by those that pull, latencies are those of"
            + " real inferences on this machine, measured by model digest, and drawn from by those"
            + " that draw");
  }

  static ObjectNode measured(SequencedMap<Digest, LatencyPool> pools, List<Member> members) {
    ObjectNode event = Events.event("measured");
    var models = event.putArray("models");
    pools.forEach((model, pool) ->
        models
            .addObject()
            .put("model", model.toString())
            .put("inferences", pool.size())
            .put("p50Micros", Math.round(pool.quantile(0.5)))
            .put("p98Micros", Math.round(pool.quantile(1))));
    event.put("infer", count(members, Member::infers));
    return event.put("draw", count(members, member -> !member.infers()));
  }

  static ObjectNode traffic(Tally tally) {
    ObjectNode event = tally.put(Events.event("traffic"));
    tally.takeTrouble().ifPresent(text -> event.put("lastTrouble", text));
    return event;
  }

  static ObjectNode stopped(Tally tally) {
    return tally.put(Events.event("stopped"));
  }

  static ObjectNode failed(Throwable failure) {
    return Events.event("failed").put("message", String.valueOf(failure));
  }

  private static int count(List<Member> members, Predicate<Member> what) {
    return (int) members.stream().filter(what).count();
  }
}
