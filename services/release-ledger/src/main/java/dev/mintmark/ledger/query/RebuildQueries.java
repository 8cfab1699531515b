package dev.mintmark.ledger.query;

import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.ReleaseId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;

/** Questions about rebuilds. To be asked on a Vert.x context. */
@Singleton
public class RebuildQueries {
  private static final String RUNS =
      """
      select r.number from RebuildRow r where r.number < :before
      group by r.number order by r.number desc
      """;
  private static final String ORDERS =
      "from RebuildRow r where r.run = :run order by r.name, r.version";
  private static final String VERDICTS =
      "from VerdictRow v where v.run = :run order by v.name, v.version";
  private static final String VERDICT =
      "from VerdictRow v where v.run = :run and v.name = :name and v.version = :version";
  private static final String OF_RUN =
      """
      from HandOffRow h where h.rebuild = :run
      order by h.name, h.version, h.stage, h.topic, h.partition, h.logOffset
      """;
  private static final String OF_RELEASE =
      """
      from HandOffRow h where h.rebuild = :run and h.name = :name and h.version = :version
      order by h.stage, h.topic, h.partition, h.logOffset
      """;

  private final SessionFactory sessions;

  RebuildQueries(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Rebuilds, the latest first.
   *
   * @param before the number of the last one of the page before
   */
  public Uni<List<Run>> runs(OptionalInt before, int limit) {
    return sessions
        .withSession(s ->
            s.createQuery(RUNS, Integer.class)
                .setParameter("before", before.orElse(Integer.MAX_VALUE))
                .setMaxResults(limit)
                .getResultList())
        .map(numbers -> numbers.stream().map(n -> new Run("rebuild-" + n)).toList());
  }

  /** The releases that the rebuild was ordered to make again, by name and version. */
  public Uni<List<RebuildRow>> orders(Run run) {
    return of(run, ORDERS, RebuildRow.class);
  }

  /** What is known of releases of the rebuild, by name and version. */
  public Uni<List<VerdictRow>> verdicts(Run run) {
    return of(run, VERDICTS, VerdictRow.class);
  }

  /** What the rebuild of one release showed; empty as long as it is not judged. */
  public Uni<Optional<VerdictRow>> verdict(Run run, ReleaseId release) {
    return sessions
        .withSession(s ->
            s.createQuery(VERDICT, VerdictRow.class)
                .setParameter("run", run.id())
                .setParameter("name", release.name())
                .setParameter("version", release.version())
                .getSingleResultOrNull())
        .map(Optional::ofNullable);
  }

  /**
   * Everything of the rebuild, its order and verdicts as well: by release, then by stage, doubles
   * included.
   */
  public Uni<List<HandOffRow>> handOffs(Run run) {
    return of(run, OF_RUN, HandOffRow.class);
  }

  /** Everything of one release in the rebuild, by stage, doubles included. */
  public Uni<List<HandOffRow>> handOffs(Run run, ReleaseId release) {
    return sessions.withSession(s ->
        s.createQuery(OF_RELEASE, HandOffRow.class)
            .setParameter("run", run.id())
            .setParameter("name", release.name())
            .setParameter("version", release.version())
            .getResultList());
  }

  private <R> Uni<List<R>> of(Run run, String query, Class<R> row) {
    return sessions.withSession(
        s -> s.createQuery(query, row).setParameter("run", run.id()).getResultList());
  }
}
