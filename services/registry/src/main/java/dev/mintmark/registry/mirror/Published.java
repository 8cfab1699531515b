package dev.mintmark.registry.mirror;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.kit.handoff.EventReader;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** A release of which something was published. */
record Published(ReleaseId id, RepositoryName repository, Tag tag, Digest index) {
  private static final Logger LOG = Logger.getLogger(Published.class);

  /** Where that is told. */
  static final List<Topic> TOPICS =
      List.of(TopicCatalogue.RELEASE_PUBLISHED, TopicCatalogue.VERDICT_PUBLISHED);

  /** Reads a record of {@link #TOPICS}; empty for one that cannot be read, which is logged. */
  static Optional<Published> read(ConsumerRecord<byte[], byte[]> message) {
    try {
      return Optional.of(
          message.topic().equals(TopicCatalogue.RELEASE_PUBLISHED.name())
              ? release(message)
              : verdict(message));
    } catch (UnreadableException e) {
      LOG.warnf(
          "published record cannot be read topic=%s partition=%d offset=%d errorCode=%s",
          message.topic(), message.partition(), message.offset(), e.code());
    } catch (IllegalArgumentException e) {
      LOG.warnf(
          "published record names nothing topic=%s partition=%d offset=%d error=%s",
          message.topic(), message.partition(), message.offset(), e.getMessage());
    }
    return Optional.empty();
  }

  private static Published release(ConsumerRecord<byte[], byte[]> message)
      throws UnreadableException {
    Incoming<ReleasePublished> in =
        new EventReader<ReleasePublished>(TopicCatalogue.RELEASE_PUBLISHED)
            .read(message)
            .incoming();
    ReleasePublished event = in.event();
    return new Published(
        in.release(),
        new RepositoryName(event.getRepository()),
        new Tag(event.getTag()),
        Digest.parse(event.getIndex().getDigest()));
  }

  private static Published verdict(ConsumerRecord<byte[], byte[]> message)
      throws UnreadableException {
    Incoming<VerdictPublished> in =
        new EventReader<VerdictPublished>(TopicCatalogue.VERDICT_PUBLISHED)
            .read(message)
            .incoming();
    VerdictPublished event = in.event();
    return new Published(
        in.release(),
        new RepositoryName(event.getRepository()),
        new Tag(in.release().version()),
        Digest.parse(event.getSubject()));
  }
}
