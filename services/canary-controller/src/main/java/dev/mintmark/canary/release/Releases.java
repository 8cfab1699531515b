package dev.mintmark.canary.release;

import dev.mintmark.kit.handoff.ReleaseId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** The releases that were published, usable or not. */
@Singleton
public class Releases {
  private static final String OFFSETS =
      "select partition, next_offset from canary.source_offset where topic = :topic";
  private static final String BEGIN =
      """
      insert into canary.source_offset (topic, partition, next_offset)
      values (:topic, :partition, 0) on conflict do nothing
      """;

  /** What a release lacked may be there when it is published again; nothing else is given up. */
  private static final String ADD =
      """
      insert into canary.release
        (name, version, repository, tag, index_digest, targets, refused_code, refused)
      values (:name, :version, :repository, :tag, :index, :targets,
        nullif(:code, ''), nullif(:reason, ''))
      on conflict (name, version) do update set
        repository = excluded.repository, tag = excluded.tag,
        index_digest = excluded.index_digest, targets = excluded.targets,
        refused_code = excluded.refused_code, refused = excluded.refused
      where release.refused_code = :unattested
      """;

  private static final String REVOKE =
      """
      insert into canary.release
        (name, version, repository, tag, index_digest, targets, refused_code, refused)
      values (:name, :version, '', '', '', '', :code, :reason)
      on conflict (name, version)
        do update set refused_code = excluded.refused_code, refused = excluded.refused
      """;
  private static final String MOVE =
      """
      update canary.source_offset set next_offset = :next
      where topic = :topic and partition = :partition and next_offset = :from
      """;

  /** A release, when one of that id was published. */
  public Uni<Optional<PublishedRelease>> find(Mutiny.Session session, ReleaseId id) {
    return session
        .find(ReleaseRow.class, new ReleaseRow.Key(id.name(), id.version()))
        .map(row -> Optional.ofNullable(row).map(ReleaseRow::release));
  }

  /**
   * Writes a release down. One of that id that is there stays as it is: a release is published
   * once; but where only its evidence was missing, the later publication counts.
   */
  Uni<Void> add(Mutiny.Session session, PublishedRelease release) {
    return session
        .createNativeQuery(ADD)
        .setParameter("name", release.name())
        .setParameter("version", release.version())
        .setParameter("repository", release.repository())
        .setParameter("tag", release.tag())
        .setParameter("index", release.index())
        .setParameter("targets", String.join(",", release.targets()))
        .setParameter("code", release.refused().map(PublishedRelease.Refused::code).orElse(""))
        .setParameter("reason", release.refused().map(PublishedRelease.Refused::reason).orElse(""))
        .setParameter("unattested", PublishedRelease.UNATTESTED)
        .executeUpdate()
        .replaceWithVoid();
  }

  /**
   * Lets a release be rolled out no more, also one that was not published yet.
   *
   * @param reason for people
   */
  Uni<Void> revoke(Mutiny.Session session, ReleaseId id, String reason) {
    return session
        .createNativeQuery(REVOKE)
        .setParameter("name", id.name())
        .setParameter("version", id.version())
        .setParameter("code", PublishedRelease.REVOKED)
        .setParameter("reason", "it was revoked: " + reason)
        .executeUpdate()
        .replaceWithVoid();
  }

  /** Why the release was revoked; empty where it was not. */
  public Uni<Optional<String>> revocation(Mutiny.Session session, ReleaseId id) {
    return find(session, id)
        .map(found ->
            found
                .flatMap(PublishedRelease::refused)
                .filter(refused -> refused.code().equals(PublishedRelease.REVOKED))
                .map(PublishedRelease.Refused::reason));
  }

  /** Begins a partition that was never read. */
  Uni<Void> begin(Mutiny.Session session, String topic, int partition) {
    return session
        .createNativeQuery(BEGIN)
        .setParameter("topic", topic)
        .setParameter("partition", partition)
        .executeUpdate()
        .replaceWithVoid();
  }

  /** Where to read on: pairs of partition and offset. */
  Uni<List<Object[]>> offsets(Mutiny.Session session, String topic) {
    return session
        .createNativeQuery(OFFSETS, Object[].class)
        .setParameter("topic", topic)
        .getResultList();
  }

  /**
   * Moves an offset.
   *
   * @throws IllegalStateException CAN-003 when it is not where it should be: another instance was
   *     faster, and nothing may be written
   */
  Uni<Void> move(Mutiny.Session session, String topic, int partition, long from, long next) {
    return session
        .createNativeQuery(MOVE)
        .setParameter("topic", topic)
        .setParameter("partition", partition)
        .setParameter("from", from)
        .setParameter("next", next)
        .executeUpdate()
        .invoke(moved -> {
          if (moved != 1) {
            throw new IllegalStateException(
                "another instance has read %s-%d from %d (CAN-003)"
                    .formatted(topic, partition, from));
          }
        })
        .replaceWithVoid();
  }
}
