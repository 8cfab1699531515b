package dev.mintmark.canary.release;

import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.kit.handoff.EventReader;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Takes what is revoked: it is rolled out no more. */
final class RevocationIntake implements Intake.Reader {
  private static final Logger LOG = Logger.getLogger(RevocationIntake.class);

  private final Releases releases;
  private final EventReader<ReleaseRevoked> reader =
      new EventReader<>(TopicCatalogue.RELEASE_REVOKED);

  RevocationIntake(Releases releases) {
    this.releases = releases;
  }

  @Override
  public Intake.Entry read(ConsumerRecord<byte[], byte[]> message) {
    try {
      Incoming<ReleaseRevoked> incoming = reader.read(message).incoming();
      return new Revoked(incoming.release(), incoming.event().getReason());
    } catch (UnreadableException e) {
      LOG.warnf(
          "revocation cannot be read topic=%s partition=%d offset=%d errorCode=%s",
          message.topic(), message.partition(), message.offset(), e.code());
      return Intake.Entry.NOTHING;
    }
  }

  /** A release that nobody gets any more. */
  private final class Revoked implements Intake.Entry {
    private final ReleaseId release;
    private final String reason;

    Revoked(ReleaseId release, String reason) {
      this.release = release;
      this.reason = reason;
    }

    @Override
    public Uni<Void> write(Mutiny.Session session) {
      return releases.revoke(session, release, reason);
    }

    @Override
    public void written() {
      LOG.infof("release revoked release=%s", release);
    }
  }
}
