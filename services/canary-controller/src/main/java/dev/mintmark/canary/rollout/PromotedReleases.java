package dev.mintmark.canary.rollout;

import dev.mintmark.canary.fleet.Desired;
import dev.mintmark.canary.fleet.Desired.Reason;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.fleet.Member;
import dev.mintmark.canary.fleet.Promotions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Releases that were promoted, and the devices that no rollout reached: whoever is enrolled after a
 * promotion, or during a rollout that is promoted later, runs what the others of its class run.
 *
 * <p>Enrolments share a lock that a promotion takes alone: each of them either sees the promotion,
 * or its device is seen by it.
 */
@Singleton
class PromotedReleases implements Promotions {
  private static final String SHARE =
      "select 1 from pg_advisory_xact_lock_shared(hashtext('canary.promotion'))";
  private static final String LOCK =
      "select 1 from pg_advisory_xact_lock(hashtext('canary.promotion'))";
  private static final String LAST =
      """
      select r.* from canary.rollout r
        join canary.rollout_change c on c.rollout = r.id and c.sequence = r.sequence
      where r.state = 'PROMOTED' and :class = any(string_to_array(r.classes, ','))
        and not exists (
          select 1 from canary.release w
          where w.name = r.name and w.version = r.version and w.refused_code = 'CAN-016')
      order by c.time desc, r.id desc limit 1
      """;
  private static final String IN_OPEN_ROLLOUTS =
      """
      select device from canary.rollout_device
      where open and device_class = any(string_to_array(:classes, ','))
      """;

  private final Fleet fleet;

  PromotedReleases(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public Uni<Optional<Desired>> last(Mutiny.Session session, String deviceClass) {
    return session
        .createNativeQuery(SHARE, Object.class)
        .getResultList()
        .chain(() ->
            session
                .createNativeQuery(LAST, RolloutRow.class)
                .setParameter("class", deviceClass)
                .getSingleResultOrNull())
        .map(row -> Optional.ofNullable(row).map(r -> r.release().desired(Reason.ROLLOUT, r.id)));
  }

  /**
   * The devices of an open rollout's classes that neither it nor another open one has: they were
   * enrolled after it was opened. Until the session's transaction ends no device is enrolled.
   */
  Uni<List<String>> latecomers(Mutiny.Session session, RolloutRow row) {
    return session
        .createNativeQuery(LOCK, Object.class)
        .getResultList()
        .chain(() ->
            session
                .createNativeQuery(IN_OPEN_ROLLOUTS, String.class)
                .setParameter("classes", row.classes)
                .getResultList())
        .chain(taken -> {
          Set<String> planned = new HashSet<>(taken);
          return fleet
              .members(session, row.classes())
              .map(members ->
                  members.stream().map(Member::device).filter(d -> !planned.contains(d)).toList());
        });
  }
}
