package dev.mintmark.canary.outbox;

import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.topics.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;
import org.hibernate.reactive.mutiny.Mutiny;

/** Takes events that become true with the transaction that they are written in. */
@Singleton
public class Outbox {
  /** What was published long ago is not in the table any more. */
  private static final String WAITING =
      """
      select count(*) from canary.outbox o, canary.relay r
      where o.ce_id = :id and r.id = 1 and (o.position is null or o.position > r.published)
      """;

  private final Clock clock;

  Outbox(Clock clock) {
    this.clock = clock;
  }

  /**
   * Writes an event to publish after the commit. Events of one key are published in the order of
   * the transactions that wrote them, where these exclude each other, e.g. by a lock on the key's
   * own row.
   *
   * @param ceId the event's id, derived from what it says, so that the same fact has one id; a
   *     second event with an id that is there is an error
   * @param subject what the event is about, for people
   */
  public Uni<Void> append(
      Mutiny.Session session,
      Topic topic,
      String key,
      SpecificRecord event,
      String ceId,
      String subject) {
    return session.persist(
        new OutboxRow(
            topic.name(),
            key,
            EventCodec.write(event),
            ceId,
            subject,
            clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC)));
  }

  /** Whether an event that was appended is known to be in the log. */
  public Uni<Boolean> isPublished(Mutiny.Session session, String ceId) {
    return session
        .createNativeQuery(WAITING, Long.class)
        .setParameter("id", ceId)
        .getSingleResult()
        .map(waiting -> waiting == 0);
  }
}
