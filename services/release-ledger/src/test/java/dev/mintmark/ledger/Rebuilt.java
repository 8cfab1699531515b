package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.rebuild.v1.Payload;
import dev.mintmark.events.rebuild.v1.PayloadKind;
import dev.mintmark.events.rebuild.v1.RebuildOrdered;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.rebuild.v1.StepToolchain;
import dev.mintmark.events.rebuild.v1.ToolchainChoice;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReleaseRevoked;
import dev.mintmark.events.release.v1.ReproducedArtifact;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.release.v1.UsedToolchain;
import dev.mintmark.events.verdict.v1.VerdictPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A published release that is made again, and what is decided about it, as Kafka records. */
public final class Rebuilt {
  /** A digest of nothing in particular. */
  public static final String DIGEST = Digest.of("any".getBytes(UTF_8)).toString();

  private final String name;
  private final String version;
  private final String run;
  private final List<ProducerRecord<byte[], byte[]>> recorded;
  private final HandOff link;

  /** Nothing is done yet. */
  public Rebuilt(String name, String version, String run) {
    this.name = name;
    this.version = version;
    this.run = run;
    this.recorded = Line.published(name, version);
    String request = Digest.of(recorded.getFirst().value()).toString();
    this.link = new HandOff(name, version, request, request);
  }

  /** Everything from the order to the attestation that is attached: 10 records. */
  public List<ProducerRecord<byte[], byte[]>> all() {
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    all.add(ordered());
    all.addAll(twins());
    all.add(prepared());
    all.add(reproduced());
    all.add(signed());
    all.add(attached());
    return all;
  }

  /** The five hand-offs of the line that a rebuild does again. */
  public List<ProducerRecord<byte[], byte[]>> twins() {
    return recorded.stream().limit(5).map(record -> twin(record, run)).toList();
  }

  /** A record of the line on its twin, as if it belonged to that run; none where it is empty. */
  public static ProducerRecord<byte[], byte[]> twin(
      ProducerRecord<byte[], byte[]> record, String run) {
    Topic twin = TopicCatalogue.find(record.topic()).flatMap(TopicCatalogue::twin).orElseThrow();
    RecordHeaders headers = new RecordHeaders(record.headers());
    headers.remove(EventHeaders.RUN);
    headers.remove(EventHeaders.ID);
    if (!run.isEmpty()) {
      header(headers, EventHeaders.RUN, run);
    }
    header(headers, EventHeaders.ID, run + "/" + twin.name());
    header(headers, EventHeaders.TOOLCHAIN, DIGEST);
    return new ProducerRecord<>(twin.name(), null, null, record.key(), record.value(), headers);
  }

  public ProducerRecord<byte[], byte[]> ordered() {
    return message(
        TopicCatalogue.REBUILD_ORDERED,
        EventHeaders.LIVE,
        new RebuildOrdered(
            link,
            run,
            ToolchainChoice.RECORDED,
            List.of(new StepToolchain("sbom", DIGEST), new StepToolchain("signer", DIGEST))));
  }

  public ProducerRecord<byte[], byte[]> prepared() {
    return message(
        TopicCatalogue.REBUILD_PREPARED,
        run,
        new RebuildPrepared(
            link,
            "vision/" + name,
            version,
            reference(),
            List.of(new Payload(PayloadKind.RELEASE_ENV, "cpu-amd64", reference()))));
  }

  public ProducerRecord<byte[], byte[]> reproduced() {
    return message(
        TopicCatalogue.RELEASE_REPRODUCED,
        EventHeaders.LIVE,
        new ReleaseReproduced(
            link,
            run,
            ReproductionOutcome.DIFFERENT,
            DIGEST,
            "vision/" + name,
            List.of(
                new ReproducedArtifact(
                    "sbom",
                    "value",
                    reference(),
                    null,
                    ReproductionOutcome.DIFFERENT,
                    null,
                    "at $.metadata\0")),
            List.of(new UsedToolchain("sbom", DIGEST, null)),
            reference()));
  }

  public ProducerRecord<byte[], byte[]> signed() {
    return message(
        TopicCatalogue.VERDICT_SIGNED,
        EventHeaders.LIVE,
        new VerdictSigned(
            link, run, "vision/" + name, DIGEST, "key", reference(), reference(), List.of()));
  }

  public ProducerRecord<byte[], byte[]> attached() {
    return message(
        TopicCatalogue.VERDICT_PUBLISHED,
        EventHeaders.LIVE,
        new VerdictPublished(link, run, "vision/" + name, DIGEST, reference()));
  }

  /** An operator's, of the release itself. */
  public ProducerRecord<byte[], byte[]> revoked(String reason) {
    return message(
        TopicCatalogue.RELEASE_REVOKED,
        EventHeaders.LIVE,
        new ReleaseRevoked(link, reason, DIGEST, "vision/" + name));
  }

  private static ArtifactReference reference() {
    return new ArtifactReference(DIGEST, MediaTypes.OCTET_STREAM, 3L);
  }

  private ProducerRecord<byte[], byte[]> message(Topic topic, String header, SpecificRecord event) {
    RecordHeaders headers = new RecordHeaders();
    header(headers, EventHeaders.ID, run + "/" + topic.name());
    header(headers, EventHeaders.TIME, "2026-02-01T00:00:00.123Z");
    header(headers, EventHeaders.RUN, header);
    byte[] key = (name + ":" + version).getBytes(UTF_8);
    return new ProducerRecord<>(topic.name(), null, null, key, EventCodec.write(event), headers);
  }

  private static void header(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }
}
