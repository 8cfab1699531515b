package dev.mintmark.canary.rollout;

import dev.mintmark.canary.outbox.Outbox;
import dev.mintmark.canary.rollout.Change.Judged;
import dev.mintmark.canary.state.OpenState.Planned;
import dev.mintmark.canary.state.Phase;
import dev.mintmark.gate.cohort.Cohorts;
import dev.mintmark.gate.cohort.Member;
import dev.mintmark.gate.policy.Policy;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The rows of rollouts. Whatever changes one goes through {@link #change}. */
@Singleton
class Rollouts {
  private static final String DEVICES =
      """
      select device, device_class from canary.rollout_device where rollout = :rollout
      order by device
      """;
  private static final String BEGIN =
      "select partition, begin_offset from canary.rollout_evidence where rollout = :rollout";

  private final Outbox outbox;
  private final Clock clock;

  Rollouts(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Now, as precise as it is kept. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Uni<List<RolloutRow>> open(Mutiny.Session session) {
    return session
        .createQuery("from RolloutRow r where r.open order by r.id", RolloutRow.class)
        .getResultList();
  }

  Uni<Optional<RolloutRow>> find(Mutiny.Session session, String id) {
    return session.find(RolloutRow.class, id).map(Optional::ofNullable);
  }

  /** The rollout, which nobody else changes before this transaction ends. */
  Uni<Optional<RolloutRow>> lock(Mutiny.Session session, String id) {
    return session
        .find(RolloutRow.class, id, LockModeType.PESSIMISTIC_WRITE)
        .map(Optional::ofNullable);
  }

  /** Every device that the rollout may reach. */
  Uni<List<Member>> devices(Mutiny.Session session, String id) {
    return session
        .createNativeQuery(DEVICES, Object[].class)
        .setParameter("rollout", id)
        .getResultList()
        .map(rows -> rows.stream().map(r -> new Member((String) r[0], (String) r[1])).toList());
  }

  /** Where its evidence begins: offset by partition. */
  Uni<Map<Integer, Long>> evidenceBegin(Mutiny.Session session, String id) {
    return session
        .createNativeQuery(BEGIN, Object[].class)
        .setParameter("rollout", id)
        .getResultList()
        .map(rows -> {
          Map<Integer, Long> begin = new HashMap<>();
          rows.forEach(r -> begin.put(((Number) r[0]).intValue(), ((Number) r[1]).longValue()));
          return begin;
        });
  }

  Uni<List<ChangeRow>> changes(Mutiny.Session session, String id, int after) {
    return session
        .createQuery(
            "from ChangeRow c where c.rollout = :rollout and c.sequence > :after"
                + " order by c.sequence",
            ChangeRow.class)
        .setParameter("rollout", id)
        .setParameter("after", after)
        .getResultList();
  }

  /** Whether the rollout's last change is known to be in the log. */
  Uni<Boolean> isPublished(Mutiny.Session session, RolloutRow row) {
    return outbox.isPublished(session, RolloutEvents.changedId(row));
  }

  /** Writes a new rollout and its first change. */
  Uni<Void> open(Mutiny.Session session, RolloutRow row, Planned planned) {
    ChangeRow first = begin(row, Change.to(planned));
    // The change names its rollout: the row comes first, as it is after the change.
    return session
        .persist(row)
        .chain(session::flush)
        .chain(() -> write(session, row, first, Change.to(planned)));
  }

  /** Takes a step: the state, the link of the chain, and the event, in this transaction. */
  Uni<Void> change(Mutiny.Session session, RolloutRow row, Change change) {
    return write(session, row, begin(row, change), change);
  }

  private ChangeRow begin(RolloutRow row, Change change) {
    Phase from = row.phase;
    row.move(change.to());
    return link(row, new ChangeRow(row.id, row.sequence, from, row.phase), change);
  }

  private Uni<Void> write(Mutiny.Session session, RolloutRow row, ChangeRow link, Change change) {
    return session
        .persist(link)
        .chain(session::flush)
        .chain(() ->
            outbox.append(
                session,
                TopicCatalogue.ROLLOUT_CHANGED,
                row.release().id(),
                RolloutEvents.changed(row, link, change.judgement()),
                RolloutEvents.changedId(row),
                row.id));
  }

  private ChangeRow link(RolloutRow row, ChangeRow link, Change change) {
    BigDecimal percent = Policy.parse(row.policy).stages().get(row.stage).percent();
    link.stage = row.stage;
    link.percent = percent.doubleValue();
    link.devices = Cohorts.reaches(percent, row.devices);
    link.code = change.code();
    link.reason = change.reason();
    link.time = now();
    @Nullable Judged judged = change.judgement();
    if (judged != null) {
      link.look = judged.look();
      link.outcome = judged.outcome();
      link.verdict = judged.verdict().digest().toString();
      link.verdictSize = judged.verdict().size();
      link.evidence = judged.evidence().digest().toString();
      link.evidenceSize = judged.evidence().size();
    }
    return link;
  }
}
