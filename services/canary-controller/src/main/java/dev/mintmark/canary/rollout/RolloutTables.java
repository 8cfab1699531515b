package dev.mintmark.canary.rollout;

import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.cohort.Plan;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** What opening a rollout asks of the tables and writes to them. */
@Singleton
class RolloutTables {
  private static final String LOCK =
      "select 1 from pg_advisory_xact_lock(hashtext('canary.rollout'))";
  private static final String TAKEN =
      """
      select rollout from canary.rollout_device
      where open and device = any(string_to_array(:devices, ',')) order by rollout limit 1
      """;
  private static final String NUMBER =
      """
      select coalesce(max(number), 0) + 1 from canary.rollout
      where name = :name and version = :version
      """;
  private static final String LAST_PROMOTED =
      """
      select r from RolloutRow r, ChangeRow c
      where r.name = :name and r.phase = PROMOTED
        and c.rollout = r.id and c.sequence = r.sequence
        and not exists (
          select 1 from ReleaseRow w
          where w.name = r.name and w.version = r.version and w.refusedCode = 'CAN-016')
      order by c.time desc, r.id desc
      """;
  private static final String DEVICES =
      """
      insert into canary.rollout_device (rollout, device, device_class, stage, open)
      select :rollout, device, device_class, :stage, true
      from unnest(string_to_array(:devices, ','), string_to_array(:classes, ','))
        as t (device, device_class)
      """;
  private static final String EVIDENCE =
      """
      insert into canary.rollout_evidence (rollout, partition, begin_offset)
      values (:rollout, :partition, :begin)
      """;

  /** Lets nobody else open a rollout before this transaction ends. */
  Uni<Void> lockOpening(Mutiny.Session session) {
    return session.createNativeQuery(LOCK, Object.class).getResultList().replaceWithVoid();
  }

  /** An open rollout that has one of these devices. Ids hold no commas. */
  Uni<Optional<String>> taken(Mutiny.Session session, List<String> devices) {
    return session
        .createNativeQuery(TAKEN, String.class)
        .setParameter("devices", String.join(",", devices))
        .getSingleResultOrNull()
        .map(Optional::ofNullable);
  }

  Uni<Integer> nextNumber(Mutiny.Session session, String name, String version) {
    return session
        .createNativeQuery(NUMBER, Integer.class)
        .setParameter("name", name)
        .setParameter("version", version)
        .getSingleResult();
  }

  /** The rollout of that name that was promoted last. */
  Uni<Optional<RolloutRow>> lastPromoted(Mutiny.Session session, String name) {
    return session
        .createQuery(LAST_PROMOTED, RolloutRow.class)
        .setParameter("name", name)
        .setMaxResults(1)
        .getSingleResultOrNull()
        .map(Optional::ofNullable);
  }

  Uni<Void> addDevices(Mutiny.Session session, Plan plan) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (int i = 0; i < plan.stages(); i++) {
      int stage = i;
      List<Member> added = plan.added(stage);
      if (!added.isEmpty()) {
        all = all.chain(() -> addDevices(session, plan.rollout(), stage, added));
      }
    }
    return all;
  }

  private static Uni<Void> addDevices(
      Mutiny.Session session, String rollout, int stage, List<Member> devices) {
    return session
        .createNativeQuery(DEVICES)
        .setParameter("rollout", rollout)
        .setParameter("stage", stage)
        .setParameter(
            "devices", devices.stream().map(Member::device).collect(Collectors.joining(",")))
        .setParameter(
            "classes", devices.stream().map(Member::deviceClass).collect(Collectors.joining(",")))
        .executeUpdate()
        .replaceWithVoid();
  }

  Uni<Void> addEvidence(Mutiny.Session session, String rollout, Map<Integer, Long> begin) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<Integer, Long> e : begin.entrySet()) {
      all =
          all.chain(() ->
              session
                  .createNativeQuery(EVIDENCE)
                  .setParameter("rollout", rollout)
                  .setParameter("partition", e.getKey())
                  .setParameter("begin", e.getValue())
                  .executeUpdate()
                  .replaceWithVoid());
    }
    return all;
  }
}
