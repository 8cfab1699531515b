package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.projection.ProjectedReleases;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;

/**
 * Hand-offs of a release as they are projected. Leaves out doubles of an event and what belongs to
 * a request that was refused because another one holds the release, or to a rebuild.
 */
@Singleton
public class Feed {
  private static final int PAGE = 100;

  /** Rows of another instance's projector are seen this late, at most. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final String NEXT =
      """
      from HandOffRow h
      where h.name = :name and h.version = :version and h.sequence > :after
        and h.rebuild is null
        and not exists (select 1 from HandOffRow d
          where d.eventId = h.eventId and d.sequence < h.sequence)
        and not exists (select 1 from BuildRow b
          where b.name = h.name and b.version = h.version and b.request = h.request
            and b.claimRefused)
      order by h.sequence
      """;

  private final SessionFactory sessions;
  private final ProjectedReleases projected;

  Feed(SessionFactory sessions, ProjectedReleases projected) {
    this.sessions = sessions;
    this.projected = projected;
  }

  /**
   * Everything behind a sequence number, then everything to come; does not end.
   *
   * @param after 0 for all; a number of a dropped projection means all, too, for later projections
   *     number higher
   */
  public Multi<HandOffRow> follow(ReleaseId release, long after) {
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on a Vert.x context");
    AtomicLong last = new AtomicLong(after);
    return wakeUps(release)
        .emitOn(command -> context.runOnContext(ignored -> command.run()))
        .onItem()
        .transformToMultiAndConcatenate(wakeUp -> pages(release, last));
  }

  private Multi<Boolean> wakeUps(ReleaseId release) {
    return Multi.createBy()
        .merging()
        .streams(
            Multi.createFrom().item(true),
            projected.stream().filter(touched -> touched.contains(release)).map(any -> true),
            Multi.createFrom().ticks().every(TICK).onOverflow().drop().map(any -> true))
        .onOverflow()
        .dropPreviousItems();
  }

  private Multi<HandOffRow> pages(ReleaseId release, AtomicLong last) {
    return Multi.createBy()
        .repeating()
        .uni(() -> page(release, last.get()).invoke(rows -> moveOn(rows, last)))
        .whilst(rows -> rows.size() == PAGE)
        .onItem()
        .<HandOffRow>disjoint();
  }

  private static void moveOn(List<HandOffRow> rows, AtomicLong last) {
    if (!rows.isEmpty()) {
      last.set(rows.getLast().sequence());
    }
  }

  private Uni<List<HandOffRow>> page(ReleaseId release, long after) {
    return sessions.withSession(s ->
        s.createQuery(NEXT, HandOffRow.class)
            .setParameter("name", release.name())
            .setParameter("version", release.version())
            .setParameter("after", after)
            .setMaxResults(PAGE)
            .getResultList());
  }
}
