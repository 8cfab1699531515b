package dev.mintmark.canary.release;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.database.Migration;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.EventReader;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.run.Work;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads {@code release.published}: a release and the offset behind it are one database transaction,
 * so each is written down once. A registry that is away is waited for: nothing is skipped.
 */
final class ReleaseIntake implements Work {
  private static final Logger LOG = Logger.getLogger(ReleaseIntake.class);
  private static final String TOPIC = TopicCatalogue.RELEASE_PUBLISHED.name();
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int POLLS_A_PROBE = 8;

  private final KafkaSettings kafka;
  private final Database database;
  private final Migration migration;
  private final Releases releases;
  private final ReleaseVerification verification;
  private final EventReader<ReleasePublished> reader =
      new EventReader<>(TopicCatalogue.RELEASE_PUBLISHED);

  ReleaseIntake(
      KafkaSettings kafka,
      Database database,
      Migration migration,
      Releases releases,
      ReleaseVerification verification) {
    this.kafka = kafka;
    this.database = database;
    this.migration = migration;
    this.releases = releases;
    this.verification = verification;
  }

  @Override
  public void run(Control control) throws Exception {
    migration.ensure();
    Map<String, Object> settings = kafka.consumer();
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      Map<TopicPartition, Long> next = begin(consumer);
      while (!control.stopping()) {
        for (int polls = 0; polls < POLLS_A_PROBE && !control.stopping(); polls++) {
          for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            take(message, next);
          }
        }
        // A consumer that has nothing to read does not say that Kafka is away.
        consumer.endOffsets(next.keySet(), LIMIT);
        control.ready();
      }
    }
  }

  private Map<TopicPartition, Long> begin(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC, LIMIT).stream()
            .map(p -> new TopicPartition(TOPIC, p.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "topic " + TOPIC + " is not there; run 'mintmark topics apply' (CAN-001)");
    }
    Map<TopicPartition, Long> next = new HashMap<>();
    for (TopicPartition partition : partitions) {
      database.run(session -> releases.begin(session, TOPIC, partition.partition()));
    }
    for (Object[] row : database.run(session -> releases.offsets(session, TOPIC))) {
      next.put(
          new TopicPartition(TOPIC, ((Number) row[0]).intValue()), ((Number) row[1]).longValue());
    }
    consumer.assign(next.keySet());
    next.forEach(consumer::seek);
    return next;
  }

  private void take(ConsumerRecord<byte[], byte[]> message, Map<TopicPartition, Long> next)
      throws IOException {
    TopicPartition partition = new TopicPartition(message.topic(), message.partition());
    Optional<PublishedRelease> release = read(message);
    Optional<PublishedRelease> checked =
        release.isPresent() ? Optional.of(checked(release.get())) : release;
    long from = next.getOrDefault(partition, 0L);
    long behind = message.offset() + 1;
    database.run(session ->
        releases
            .move(session, TOPIC, message.partition(), from, behind)
            .chain(() ->
                checked
                    .map(r -> releases.add(session, r))
                    .orElseGet(() -> Uni.createFrom().voidItem())));
    next.put(partition, behind);
    checked.ifPresent(r ->
        LOG.infof(
            "release checked release=%s digest=%s outcome=%s",
            r.id(), r.index(), r.refused().map(PublishedRelease.Refused::code).orElse("usable")));
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

  private Optional<PublishedRelease> read(ConsumerRecord<byte[], byte[]> message) {
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
