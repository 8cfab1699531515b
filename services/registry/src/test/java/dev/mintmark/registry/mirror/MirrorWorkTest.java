package dev.mintmark.registry.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleasePublished;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.run.Work;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.oci.client.PushableRegistry;
import dev.mintmark.registry.Release;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorWorkTest {
  private static final ReleaseId ID = new ReleaseId("face-detect", "v1.0.0");
  private static final Topic TOPIC = TopicCatalogue.RELEASE_PUBLISHED;
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);

  @TempDir Path folder;
  private MockConsumer<byte[], byte[]> consumer = fresh();
  private final MirrorState state = new MirrorState();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Pointers pointers = new MemoryPointers();
  private FolderArtifactStore store;
  private Release release;
  private PushableRegistry there;

  /** Stops after so many rounds, and pauses for no time. */
  private static final class Rounds implements Work.Control {
    private final Runnable onPause;
    private final List<Duration> pauses = new ArrayList<>();
    private int left;

    private Rounds(int rounds, Runnable onPause) {
      this.left = rounds;
      this.onPause = onPause;
    }

    @Override
    public boolean stopping() {
      return left <= 0;
    }

    @Override
    public void ready() {
      left--;
    }

    @Override
    public void pause(Duration longest) {
      pauses.add(longest);
      onPause.run();
    }
  }

  @BeforeEach
  void publish() throws IOException {
    store = new FolderArtifactStore(folder);
    release = new Release(store, ID);
    new PublishRelease(store, pointers).apply(release.incoming());
    there = new PushableRegistry(true);
  }

  private static MockConsumer<byte[], byte[]> fresh() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    for (Topic topic : Published.TOPICS) {
      TopicPartition partition = new TopicPartition(topic.name(), 0);
      consumer.updatePartitions(
          topic.name(),
          List.of(new PartitionInfo(topic.name(), 0, Node.noNode(), new Node[0], new Node[0])));
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, 0L));
    }
    return consumer;
  }

  /** One that reads the same record from the beginning. */
  private MockConsumer<byte[], byte[]> second() {
    consumer = fresh();
    published(0);
    return consumer;
  }

  @AfterEach
  void stop() {
    there.close();
  }

  private void published(long offset) {
    String request = Digest.of(new byte[0]).toString();
    ReleasePublished event =
        new ReleasePublished(
            new HandOff(ID.name(), ID.version(), request, request),
            "vision/face-detect",
            "v1.0.0",
            ArtifactReferences.toReference(release.index),
            List.of("cpu-amd64"));
    byte[] value = EventCodec.write(event);
    Headers headers =
        EventHeaders.ofRequest(TOPIC, ID, value, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    record(offset, value, headers);
  }

  private void record(long offset, byte[] value, Headers headers) {
    consumer.schedulePollTask(() -> {
      consumer.updateEndOffsets(Map.of(PARTITION, offset + 1));
      consumer.addRecord(
          new ConsumerRecord<>(
              TOPIC.name(),
              0,
              offset,
              0,
              TimestampType.CREATE_TIME,
              0,
              0,
              ID.toString().getBytes(UTF_8),
              value,
              headers,
              Optional.empty()));
    });
  }

  private Mirror mirror() {
    return new Mirror(
        "offsite",
        there.uri(),
        "",
        Credentials.anonymous(),
        null,
        HostRules.NAMED_ALONE,
        Duration.ofSeconds(30));
  }

  private void run(Rounds rounds) throws Exception {
    new MirrorWork(
            mirror(), () -> consumer, new MirrorRelease(mirror(), store, pointers), state, metrics)
        .run(rounds);
  }

  private long place() {
    return Objects.requireNonNull(consumer.committed(Set.of(PARTITION)).get(PARTITION)).offset();
  }

  private double counted(String outcome) {
    return metrics
        .counter("mintmark.registry.mirrored", "mirror", "offsite", "outcome", outcome)
        .count();
  }

  @Test
  void bringsAReleaseAndKeepsItsPlace() throws Exception {
    published(0);
    consumer.schedulePollTask(() -> assertThat(place()).isEqualTo(1));

    run(new Rounds(2, () -> {}));

    assertThat(there.tags()).containsKey("v1.0.0");
    assertThat(state.seen())
        .isEqualTo(new MirrorState.Seen(0, 1, ID.toString(), null, 0, List.of()));
    assertThat(counted("mirrored")).isEqualTo(1);
  }

  @Test
  void waitsLongerEachTimeAndGoesOnWhenTheMirrorIsBack() throws Exception {
    there.fail("HEAD", 3);
    published(0);
    List<MirrorState.Seen> seen = new ArrayList<>();
    Rounds rounds = new Rounds(1, () -> seen.add(state.seen()));

    run(rounds);

    assertThat(rounds.pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(seen).extracting(MirrorState.Seen::attempts).containsExactly(1, 2, 3);
    assertThat(seen.getFirst().waitsFor()).contains("face-detect:v1.0.0", "503", "REG-043");
    assertThat(state.seen().waitsFor()).isNull();
    assertThat(there.tags()).containsKey("v1.0.0");
    assertThat(counted("failed")).isEqualTo(3);
  }

  @Test
  void setsARefusedReleaseAsideAndGoesOn() throws Exception {
    published(0);
    run(new Rounds(1, () -> {}));
    String signature = "sha256-" + release.index.digest().hex() + ".sig";
    there.tags().put("v1.0.0", there.tags().getOrDefault(signature, ""));

    MirrorRelease again = new MirrorRelease(mirror(), store, pointers);
    new MirrorWork(mirror(), () -> second(), again, state, metrics).run(new Rounds(2, () -> {}));

    assertThat(state.seen().setAside())
        .singleElement()
        .satisfies(words -> assertThat(words).contains("face-detect:v1.0.0", "REG-041"));
    assertThat(counted("refused")).isEqualTo(1);
  }

  @Test
  void passesOverWhatItCannotRead() throws Exception {
    record(0, new byte[] {1}, new org.apache.kafka.common.header.internals.RecordHeaders());
    consumer.schedulePollTask(() -> assertThat(place()).isEqualTo(1));

    run(new Rounds(2, () -> {}));

    assertThat(there.requests()).isEmpty();
  }
}
