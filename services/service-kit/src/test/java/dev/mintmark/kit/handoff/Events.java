package dev.mintmark.kit.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Events for the tests: a rejection stands for any, because it is the smallest. */
final class Events {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private Events() {}

  static ReleaseRejected rejection(String name, String version) {
    String digest = Digest.of(name.getBytes(UTF_8)).toString();
    return new ReleaseRejected(
        new dev.mintmark.events.common.v1.HandOff(name, version, digest, digest),
        "sbom",
        "SBM-001",
        "üñ",
        "found",
        "advice");
  }

  static ProducerRecord<byte[], byte[]> message(ReleaseRejected event) {
    ReleaseId release = ReleaseId.of(event.getHandOff());
    byte[] value = EventCodec.write(event);
    return new ProducerRecord<>(
        TopicCatalogue.RELEASE_REJECTED.name(),
        null,
        null,
        release.toString().getBytes(UTF_8),
        value,
        EventHeaders.of(
            TopicCatalogue.RELEASE_REJECTED,
            release,
            "test",
            EventHeaders.firstId(value, EventHeaders.LIVE),
            null,
            EventHeaders.LIVE,
            CLOCK));
  }
}
