package dev.mintmark.ledger.query;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Origin;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.hibernate.reactive.mutiny.Mutiny.SessionFactory;

/** What releases are made from, and which devices run them. To be asked on a Vert.x context. */
@Singleton
public class LineageQueries {
  private static final int MOST_DRIFTS = 100;

  private static final String PROFILES =
      "select distinct l.value from LineageRow l where l.kind = 'profile' order by l.value";

  private static final String RELEASES =
      """
      from BuildRow b where not b.claimRefused and exists (select 1 from LineageRow l
        where l.value in (:values) and l.kind in (:kinds)
          and l.name = b.name and l.version = b.version and l.request = b.request)
      """;

  private static final String DEVICES =
      """
      from RunningRow d where exists (select 1 from LineageRow l
        where l.value in (:values) and l.kind in (:kinds)
          and l.name = d.name and l.version = d.version)
      """;

  private static final String WITH_SYSTEM =
      """
       or d.firmware = :system or d.driver = :system
       or d.firmware like :version escape '!' or d.driver like :version escape '!'
      """;

  private static final String DRIFT =
      """
      select new dev.mintmark.ledger.query.Drift(m.name, m.version, m.value)
      from LineageRow t, LineageRow own, LineageRow o, LineageRow m, BuildRow b
      where t.name = :name and t.version = :version and t.request = :request
        and t.kind = 'training'
        and own.name = t.name and own.version = t.version and own.request = t.request
        and own.kind = 'model'
        and o.value = t.value and o.kind = 'training'
        and m.name = o.name and m.version = o.version and m.request = o.request
        and m.kind = 'model' and m.value <> own.value
        and b.name = o.name and b.version = o.version and b.request = o.request
        and not b.claimRefused
      order by m.name, m.version, m.value
      """;

  private final SessionFactory sessions;

  LineageQueries(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * What to look for.
   *
   * @param kinds at least one
   * @param values any of them
   * @param system of a device: its firmware or driver, or the version of one
   */
  public record Sought(
      List<Origin.Kind> kinds, Collection<String> values, Optional<String> system) {
    public Sought {
      kinds = List.copyOf(kinds);
      // An empty list is no SQL; nothing is made from an empty text.
      values = values.isEmpty() ? List.of("") : List.copyOf(values);
    }

    private <R> SelectionQuery<R> origins(SelectionQuery<R> query) {
      return query
          .setParameter("values", values)
          .setParameter("kinds", kinds.stream().map(Origin.Kind::word).toList());
    }

    private String devices() {
      return DEVICES + (system.isPresent() ? WITH_SYSTEM : "");
    }

    private <R> SelectionQuery<R> systems(SelectionQuery<R> query) {
      system.ifPresent(text ->
          query
              .setParameter("system", text)
              .setParameter("version", "% " + text.replaceAll("([!%_])", "!$1")));
      return origins(query);
    }
  }

  /** Every target profile that a release was made for, {@code sha256:<hex>}. */
  public Uni<List<String>> profiles() {
    return sessions.withSession(s -> s.createQuery(PROFILES, String.class).getResultList());
  }

  /** Requests that name it and were not refused because another one holds the release. */
  public Uni<List<BuildRow>> releases(Sought sought, int limit) {
    return sessions.withSession(s ->
        sought
            .origins(
                s.createQuery(RELEASES + "order by b.name, b.version, b.request", BuildRow.class))
            .setMaxResults(limit)
            .getResultList());
  }

  public Uni<Long> countReleases(Sought sought) {
    return sessions.withSession(s ->
        sought.origins(s.createQuery("select count(*) " + RELEASES, Long.class)).getSingleResult());
  }

  /** Devices whose last word is that they run a release that names it, by their id. */
  public Uni<List<RunningRow>> devices(Sought sought, int limit) {
    return sessions.withSession(s ->
        sought
            .systems(s.createQuery(sought.devices() + "order by d.device", RunningRow.class))
            .setMaxResults(limit)
            .getResultList());
  }

  public Uni<Long> countDevices(Sought sought) {
    return sessions.withSession(s ->
        sought
            .systems(s.createQuery("select count(*) " + sought.devices(), Long.class))
            .getSingleResult());
  }

  /**
   * Releases that say that they come from the same training, but have another model.
   *
   * @param request {@code sha256:<hex>}
   */
  public Uni<List<Drift>> drift(ReleaseId release, String request) {
    return sessions.withSession(s ->
        s.createQuery(DRIFT, Drift.class)
            .setParameter("name", release.name())
            .setParameter("version", release.version())
            .setParameter("request", request)
            .setMaxResults(MOST_DRIFTS)
            .getResultList());
  }
}
