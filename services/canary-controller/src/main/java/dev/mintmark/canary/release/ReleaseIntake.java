package dev.mintmark.canary.release;

import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.EventReader;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Takes what is published, once it was checked. A registry that is away is waited for. */
final class ReleaseIntake implements Intake.Reader {
  private static final Logger LOG = Logger.getLogger(ReleaseIntake.class);

  private final Releases releases;
  private final ReleaseVerification verification;
  private final EventReader<ReleasePublished> reader =
      new EventReader<>(TopicCatalogue.RELEASE_PUBLISHED);

  ReleaseIntake(Releases releases, ReleaseVerification verification) {
    this.releases = releases;
    this.verification = verification;
  }

  @Override
  public Intake.Entry read(ConsumerRecord<byte[], byte[]> message) throws IOException {
    Optional<PublishedRelease> release = event(message);
    return release.isPresent() ? new Checked(checked(release.get())) : Intake.Entry.NOTHING;
  }

  /** A release and what was found of it. */
  private final class Checked implements Intake.Entry {
    private final PublishedRelease release;

    Checked(PublishedRelease release) {
      this.release = release;
    }

    @Override
    public Uni<Void> write(Mutiny.Session session) {
      return releases.add(session, release);
    }

    @Override
    public void written() {
      LOG.infof(
          "release checked release=%s digest=%s outcome=%s",
          release.id(),
          release.index(),
          release.refused().map(PublishedRelease.Refused::code).orElse("usable"));
    }
  }

  private PublishedRelease checked(PublishedRelease release) throws IOException {
    return new PublishedRelease(
        release.name(),
        release.version(),
        release.repository(),
        release.tag(),
        release.index(),
        release.targets(),
        verification.refusal(release).orElse(null));
  }

  private Optional<PublishedRelease> event(ConsumerRecord<byte[], byte[]> message) {
    try {
      ReleasePublished event = reader.read(message).incoming().event();
      ReleaseId id = ReleaseId.of(event.getHandOff());
      return Optional.of(
          new PublishedRelease(
              id.name(),
              id.version(),
              event.getRepository(),
              event.getTag(),
              event.getIndex().getDigest(),
              event.getTargets(),
              null));
    } catch (UnreadableException e) {
      LOG.warnf(
          "release cannot be read topic=%s partition=%d offset=%d errorCode=%s",
          message.topic(), message.partition(), message.offset(), e.code());
      return Optional.empty();
    }
  }
}
