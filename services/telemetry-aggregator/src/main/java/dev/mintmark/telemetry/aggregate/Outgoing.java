package dev.mintmark.telemetry.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceCounted;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.telemetry.clients.Clients;
import dev.mintmark.telemetry.sum.DeviceKey;
import dev.mintmark.telemetry.sum.DevicePart;
import dev.mintmark.telemetry.sum.FleetKey;
import dev.mintmark.telemetry.sum.FleetParts;
import dev.mintmark.telemetry.sum.Sums;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Clock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What was counted, as records. Topics that only this service reads carry the schema's fingerprint
 * alone; the others the whole envelope.
 */
final class Outgoing {
  private final int summarizedId;
  private final Clock clock;

  Outgoing(int summarizedId, Clock clock) {
    this.summarizedId = summarizedId;
    this.clock = clock;
  }

  /** Gives every record of one commit to {@code to}. */
  void records(Counting counting, Consumer<ProducerRecord<byte[], byte[]>> to) {
    counting.tally().devices().forEach((key, part) -> to.accept(summarized(key, part)));
    counting.tally().fleet().forEach((key, sums) -> to.accept(summed(key, sums)));
    counting
        .positions()
        .forEach((partition, positions) ->
            positions
                .changed()
                .forEach((device, sequence) -> to.accept(counted(partition, device, sequence))));
    counting.deadLetters().forEach(to);
  }

  private ProducerRecord<byte[], byte[]> summarized(DeviceKey key, DevicePart part) {
    Topic topic = TopicCatalogue.DEVICE_SUMMARIZED;
    byte[] value = EventCodec.write(FleetParts.event(key, part));
    String id = key.device() + '\n' + part.firstSequence() + '\n' + Digest.of(value).hex();
    Headers headers =
        EventHeaders.ofFleet(
            topic, key.device(), Clients.SERVICE, Digest.of(id.getBytes(UTF_8)).hex(), clock);
    return new ProducerRecord<>(
        topic.name(),
        null,
        null,
        key.device().getBytes(UTF_8),
        Framing.frame(summarizedId, value),
        headers);
  }

  private static ProducerRecord<byte[], byte[]> summed(FleetKey key, Sums sums) {
    Topic topic = TopicCatalogue.FLEET_SUMMED;
    byte[] to = (key.release() + '|' + key.deviceClass()).getBytes(UTF_8);
    return new ProducerRecord<>(
        topic.name(),
        null,
        null,
        to,
        EventCodec.write(FleetParts.event(key, sums)),
        fingerprint(topic));
  }

  /**
   * Into the partition of the same number as the device's heartbeats, so that it is found there.
   */
  private static ProducerRecord<byte[], byte[]> counted(
      int partition, String device, long sequence) {
    Topic topic = TopicCatalogue.DEVICE_COUNTED;
    return new ProducerRecord<>(
        topic.name(),
        partition,
        null,
        device.getBytes(UTF_8),
        EventCodec.write(new DeviceCounted(device, sequence)),
        fingerprint(topic));
  }

  private static Headers fingerprint(Topic topic) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(EventHeaders.SCHEMA, EventCodec.fingerprint(topic.schema()).getBytes(UTF_8));
    return headers;
  }
}
