package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;

/** Questions about releases. To be asked on a Vert.x context. */
@Singleton
public class ReleaseQueries {
  private static final String FIRST_PAGE = "from ReleaseRow r order by r.name, r.version";
  private static final String NEXT_PAGE =
      "from ReleaseRow r where (r.name, r.version) > (:name, :version) order by r.name, r.version";
  private static final String HOLDER =
      "select r.request from ReleaseRow r where r.name = :name and r.version = :version";
  private static final String HAND_OFFS =
      """
      from HandOffRow h
      where h.name = :name and h.version = :version and h.request = :request
        and h.rebuild is null
      order by case when h.stage = 15 then 4 else h.stage end, h.stage, h.partition, h.logOffset
      """;

  private final SessionFactory sessions;

  ReleaseQueries(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Releases by name and version, both in the order of their bytes.
   *
   * @param after the last one of the page before
   */
  public Uni<List<ReleaseRow>> releases(Optional<ReleaseId> after, int limit) {
    return sessions.withSession(s -> {
      var query =
          s.createQuery(after.isPresent() ? NEXT_PAGE : FIRST_PAGE, ReleaseRow.class)
              .setMaxResults(limit);
      after.ifPresent(
          id -> query.setParameter("name", id.name()).setParameter("version", id.version()));
      return query.getResultList();
    });
  }

  /** The request that holds the release; empty for an unknown release. */
  public Uni<Optional<String>> holder(ReleaseId release) {
    return sessions
        .withSession(s ->
            s.createQuery(HOLDER, String.class)
                .setParameter("name", release.name())
                .setParameter("version", release.version())
                .getSingleResultOrNull())
        .map(Optional::ofNullable);
  }

  /**
   * All hand-offs of one request in the order of the line, doubles included; none of a rebuild.
   *
   * @param request {@code sha256:<hex>}
   */
  public Uni<List<HandOffRow>> handOffs(ReleaseId release, String request) {
    return sessions.withSession(s ->
        s.createQuery(HAND_OFFS, HandOffRow.class)
            .setParameter("name", release.name())
            .setParameter("version", release.version())
            .setParameter("request", request)
            .getResultList());
  }
}
