package dev.mintmark.kit.handoff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.Pointers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner against a real broker: once, whatever is killed. */
class HandOffRunnerIT {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EchoLine line;

  @BeforeEach
  void start() throws Exception {
    line = new EchoLine(folder);
  }

  @AfterEach
  void stop() {
    line.close();
  }

  @Test
  void handsEachEventOffOnceWhereverItIsKilled() throws Exception {
    List<ReleaseRejected> events = line.send(1, 6);
    for (String moment :
        List.of(
            "",
            EchoProcess.WORKING + " 1",
            EchoProcess.WORKED + " 1",
            EchoProcess.SENDING + " 1",
            EchoProcess.COMMITTING + " 1",
            EchoProcess.COMMITTED + " 1")) {
      line.killAt(1, moment);
    }

    Process survivor = line.start(1, 1, "");
    try {
      line.assertHandedOffOnce(events);
    } finally {
      survivor.destroyForcibly().waitFor();
    }
  }

  @Test
  void goesOnAfterTheBrokerWasKilled() throws Exception {
    List<ReleaseRejected> events = new ArrayList<>(line.send(1, 3));
    Process echo = line.start(1, 300, "");
    try {
      EchoLine.readUntil(echo, EchoProcess.WORKING + " 1");
      line.killAndRestartBroker();
      events.addAll(line.send(4, 6));
      line.assertHandedOffOnce(events);
    } finally {
      echo.destroyForcibly().waitFor();
    }
  }

  @Test
  void makesDeadLettersOfWhatCannotBeReadAndGoesOn() throws Exception {
    ReleaseRejected good = Events.rejection("good", "v1.0.0");
    ProducerRecord<byte[], byte[]> message = Events.message(good);
    ProducerRecord<byte[], byte[]> noRun = Events.message(Events.rejection("no-run", "v1.0.0"));
    noRun.headers().remove(EventHeaders.RUN);
    line.sendAll(
        new ProducerRecord<>(
            message.topic(), 0, null, message.key(), new byte[] {1, 2, 3}, message.headers()),
        new ProducerRecord<>(
            message.topic(), 0, null, message.key(), message.value(), new RecordHeaders()),
        new ProducerRecord<>(
            message.topic(), 0, null, new byte[] {65}, message.value(), message.headers()),
        new ProducerRecord<>(message.topic(), 0, null, noRun.key(), noRun.value(), noRun.headers()),
        new ProducerRecord<>(
            message.topic(), 0, null, message.key(), message.value(), message.headers()));

    try (var runner = run(incoming -> new Outcome.Produced<>(incoming.event()))) {
      runner.start();
      line.assertHandedOffOnce(List.of(good));
      List<ConsumerRecord<byte[], byte[]>> letters = line.read(EchoProcess.FROM.deadLetters(), 4);
      assertThat(letters)
          .extracting(
              letter -> EventHeaders.text(letter.headers(), "mintmark_error_code").orElse(""))
          .containsExactlyInAnyOrder("KIT-011", "KIT-012", "KIT-016", "KIT-012");
      assertThat(letters).anySatisfy(letter -> assertThat(letter.value()).containsExactly(1, 2, 3));
    }
  }

  @Test
  void triesAgainInPlaceAndSkipsNothing() throws Exception {
    List<ReleaseRejected> events = line.send(1, 2);
    AtomicInteger failures = new AtomicInteger();
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          if (failures.getAndIncrement() < 3) {
            throw new IllegalStateException("not now");
          }
          return new Outcome.Produced<>(incoming.event());
        };

    try (var runner = run(work)) {
      runner.start();
      line.assertHandedOffOnce(events);
      assertThat(failures.get()).isEqualTo(5);
    }
  }

  @Test
  void rejectsWhatFailsTheSameWayAgainAndAgainAndGoesOn() throws Exception {
    ReleaseRejected bad = EchoLine.event(1);
    ReleaseRejected good = EchoLine.event(2);
    line.sendToOne(1, 2);
    AtomicInteger failures = new AtomicInteger();
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          if (incoming.event().equals(bad)) {
            failures.incrementAndGet();
            throw new IndexOutOfBoundsException("index 7 of 3");
          }
          return new Outcome.Dropped<>("good");
        };

    try (var runner = run(work)) {
      runner.start();
      List<ConsumerRecord<byte[], byte[]>> all = line.read(EchoProcess.FROM, 3);
      assertThat(all).hasSize(3);
      ReleaseRejected rejection =
          all.stream()
              .map(record -> rejectionIn(record.value()))
              .filter(event -> event.getStep().equals("echo"))
              .findFirst()
              .orElseThrow();
      assertThat(rejection.getCode()).isEqualTo("KIT-021");
      assertThat(rejection.getHandOff().getName()).isEqualTo("release-1");
      assertThat(rejection.getFound())
          .contains("java.lang.IndexOutOfBoundsException: index 7 of 3");
      assertThat(failures.get() % Failures.HOPELESS).isZero();
    }
  }

  @Test
  void makesADeadLetterOfWhatItCanNeitherWorkOnNorRejectAndGoesOn() throws Exception {
    ReleaseRejected bad = EchoLine.event(1);
    ReleaseRejected good = EchoLine.event(2);
    line.sendToOne(1, 2);

    try (var runner =
        EchoProcess.runner(
            line.place(1),
            EchoProcess.handOff(incoming -> new Outcome.Produced<>(incoming.event())),
            message -> {
              if (message.offset() == 0) {
                throw new IllegalStateException("a fault of the reader");
              }
              return new EventReader<ReleaseRejected>(EchoProcess.FROM).read(message);
            })) {
      runner.start();
      line.assertHandedOffOnce(List.of(good));
      assertThat(line.read(EchoProcess.FROM.deadLetters(), 1))
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(EventCodec.write(bad));
            assertThat(EventHeaders.text(letter.headers(), "mintmark_error_code"))
                .contains("KIT-021");
            assertThat(EventHeaders.text(letter.headers(), "mintmark_error").orElseThrow())
                .contains("a fault of the reader");
          });
      assertThat(line.read(EchoProcess.FROM, 2)).as("no rejection besides").hasSize(2);
    }
  }

  private static ReleaseRejected rejectionIn(byte[] value) {
    try {
      return EventCodec.read(value, ReleaseRejected.class);
    } catch (UnreadableException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rejectsWithTheCodeAndDropsInSilence() throws Exception {
    line.send(1, 1);
    Refusal refusal = new Refusal("TST-001", "thing", "found", "advice");
    try (var runner =
        run(incoming -> {
          throw refusal.asException();
        })) {
      runner.start();
      List<ConsumerRecord<byte[], byte[]>> all = line.read(EchoProcess.FROM, 2);
      ReleaseRejected rejection = EventCodec.read(all.get(1).value(), ReleaseRejected.class);
      assertThat(rejection.getCode()).isEqualTo("TST-001");
      assertThat(rejection.getStep()).isEqualTo("echo");
      assertThat(rejection.getHandOff().getPrevious())
          .isEqualTo(EchoProcess.valueOf(EchoLine.event(1)).toString());
    }
  }

  @Test
  void refusesToStartWhenItsCommittedOffsetsAreGone() throws Exception {
    List<ReleaseRejected> events = line.send(1, 1);
    var pointers = new dev.mintmark.kit.store.MemoryPointers();
    KafkaSettings settings = new KafkaSettings(line.bootstrapServers(), "echo", "0");
    try (Session first =
        Session.open(settings, 1, EchoProcess.FROM, new StartingOffsets(pointers))) {
      assertThat(first.poll(LONG_ENOUGH).count()).isEqualTo(events.size());
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", line.bootstrapServers()))) {
      admin
          .removeMembersFromConsumerGroup(
              "echo", new org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      admin.deleteConsumerGroups(List.of("echo")).all().get();
    }

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Session.open(settings, 1, EchoProcess.FROM, new StartingOffsets(pointers)))
        .isInstanceOf(StartingOffsets.LostException.class)
        .hasMessageContaining("KIT-003");
  }

  @Test
  void startsWhereTheGroupEndedWhosePlaceItTakes() throws Exception {
    line.sendToOne(1, 3);
    var pointers = new dev.mintmark.kit.store.MemoryPointers();
    KafkaSettings old = new KafkaSettings(line.bootstrapServers(), "old", "0");
    try (Session before = Session.open(old, 3, EchoProcess.FROM, new StartingOffsets(pointers));
        var consumer = new KafkaConsumer<byte[], byte[]>(without(old))) {
      consumer.commitSync(
          Map.of(new TopicPartition(EchoProcess.FROM.name(), 0), new OffsetAndMetadata(2)));
    }

    assertThat(firstOffset("new", pointers, Optional.of("old"))).isEqualTo(2);
    assertThat(firstOffset("other", pointers, Optional.of("never-ran"))).isZero();
    assertThat(firstOffset("new", pointers, Optional.empty()))
        .as("a group that has offsets keeps them")
        .isEqualTo(2);
  }

  @Test
  void doesNotGuessWhereAGroupEndedWhoseOffsetsAreGone() {
    var pointers = new dev.mintmark.kit.store.MemoryPointers();
    pointers.write("consumers/old/" + EchoProcess.FROM.name(), new byte[] {'1'});
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> firstOffset("new", pointers, Optional.of("old")))
        .isInstanceOf(StartingOffsets.LostException.class)
        .hasMessageContaining("group old")
        .hasMessageContaining("KIT-003");
    assertThat(pointers.read("consumers/new/" + EchoProcess.FROM.name())).isEmpty();
  }

  private static Map<String, Object> without(KafkaSettings old) {
    return new Predecessor(old.step(), old.consumer()).reading();
  }

  /** Of the first partition. */
  private long firstOffset(String group, Pointers pointers, Optional<String> inherits) {
    KafkaSettings settings = new KafkaSettings(line.bootstrapServers(), group, "0");
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer())) {
      new StartingOffsets(
              pointers,
              Optional.empty(),
              inherits.map(before -> new Predecessor(before, settings.consumer())))
          .ensure(consumer, group, EchoProcess.FROM.name());
      var partition = new TopicPartition(EchoProcess.FROM.name(), 0);
      return requireNonNull(consumer.committed(Set.of(partition)).get(partition)).offset();
    }
  }

  private HandOffRunner<ReleaseRejected, ReleaseRejected> run(
      Step<ReleaseRejected, ReleaseRejected> work) {
    return EchoProcess.runner(line.place(1), EchoProcess.handOff(work));
  }
}
