package dev.mintmark.canary.device.order;

import dev.mintmark.canary.device.desired.DesiredNews;
import dev.mintmark.canary.fleet.Desired;
import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.canary.fleet.Member;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** The fleet in PostgreSQL. */
@Singleton
class OrderedFleet implements Fleet {
  private static final String MEMBERS =
      """
      select new dev.mintmark.canary.fleet.Member(
        d.device, d.deviceClass, d.runningRelease, d.runningIndex, d.order)
      from DeviceRow d where d.deviceClass in (:classes) order by d.device
      """;

  private static final String ORDER =
      """
      with ordered as (
        update canary.device d set order_sequence = d.order_sequence + 1
        from unnest(cast(:devices as text[])) as wanted (device)
        where d.device = wanted.device
        returning d.device, d.order_sequence
      )
      insert into canary.device_order
        (device, sequence, release, repository, tag, index_digest, reason, rollout, ordered)
      select device, order_sequence, :release, :repository, :tag, :index, :reason, :rollout, :now
      from ordered
      """;

  /** Of the orders that one rollout gave to a device, the last one counts. */
  private static final String STANDING =
      """
      select new dev.mintmark.canary.fleet.DeviceStanding(
        o.key.device, o.index, o.report.kind, o.report.index)
      from OrderRow o
      where o.rollout = :rollout and o.key.sequence = (
        select max(l.key.sequence) from OrderRow l
        where l.rollout = :rollout and l.key.device = o.key.device)
      order by o.key.device
      """;

  private final DesiredNews news;
  private final Clock clock;

  OrderedFleet(DesiredNews news, Clock clock) {
    this.news = news;
    this.clock = clock;
  }

  @Override
  public Uni<List<Member>> members(Session session, Collection<String> classes) {
    return session
        .createQuery(MEMBERS, Member.class)
        .setParameter("classes", List.copyOf(classes))
        .getResultList();
  }

  @Override
  public Uni<Void> order(Session session, String rollout, Desired desired, List<String> devices) {
    // Sorted, so that two statements take the rows in one order as far as they can.
    String[] sorted = devices.stream().sorted().distinct().toArray(String[]::new);
    return session
        .createNativeQuery(ORDER)
        .setParameter("devices", sorted)
        .setParameter("release", desired.release())
        .setParameter("repository", desired.repository())
        .setParameter("tag", desired.tag())
        .setParameter("index", desired.index())
        .setParameter("reason", desired.reason().name())
        .setParameter("rollout", rollout)
        .setParameter("now", clock.instant())
        .executeUpdate()
        .invoke(given -> {
          if (given != sorted.length) {
            throw new IllegalArgumentException(
                "cannot order %d devices to run %s: %d of them were never enrolled (CAN-130)"
                    .formatted(sorted.length, desired.release(), sorted.length - given));
          }
        })
        .replaceWithVoid();
  }

  @Override
  public Uni<List<DeviceStanding>> standing(Session session, String rollout) {
    return session
        .createQuery(STANDING, DeviceStanding.class)
        .setParameter("rollout", rollout)
        .getResultList();
  }

  @Override
  public void ordered(List<String> devices) {
    news.of(devices);
  }
}
