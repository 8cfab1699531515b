package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.CommittedRecords;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner against a real broker: once, whatever is killed. */
class HandOffRunnerIT {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EmbeddedStack stack;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA));
    Topics.create(stack.kafkaBootstrapServers(), List.of(EchoProcess.FROM, EchoProcess.to()));
    KafkaSettings settings = new KafkaSettings(stack.kafkaBootstrapServers(), "test", "0");
    producer = new KafkaProducer<>(settings.idempotentProducer());
  }

  @AfterEach
  void stop() throws Exception {
    producer.close();
    stack.close();
  }

  @Test
  void handsEachEventOffOnceWhereverItIsKilled() throws Exception {
    List<ReleaseRejected> events = send(1, 6);
    // Before any work, in the work, after the work and around its transaction, and once more in
    // between.
    for (String moment :
        List.of("", EchoProcess.WORKING, EchoProcess.WORKED, EchoProcess.WORKED, "")) {
      killAt(moment);
    }

    Process survivor = echo(1);
    try {
      assertHandedOffOnce(events);
    } finally {
      survivor.destroyForcibly().waitFor();
    }
  }

  @Test
  void goesOnAfterTheBrokerWasKilled() throws Exception {
    List<ReleaseRejected> events = new ArrayList<>(send(1, 3));
    Process echo = echo(300);
    try {
      readUntil(echo, EchoProcess.WORKING);
      stack.kill();
      stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA));
      events.addAll(send(4, 6));
      assertHandedOffOnce(events);
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
    sendAll(
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
      assertHandedOffOnce(List.of(good));
      List<ConsumerRecord<byte[], byte[]>> letters = read(EchoProcess.FROM.deadLetters(), 4);
      assertThat(letters)
          .extracting(
              letter -> EventHeaders.text(letter.headers(), "mintmark_error_code").orElse(""))
          .containsExactlyInAnyOrder("KIT-011", "KIT-012", "KIT-016", "KIT-012");
      assertThat(letters).anySatisfy(letter -> assertThat(letter.value()).containsExactly(1, 2, 3));
    }
  }

  @Test
  void triesAgainInPlaceAndSkipsNothing() throws Exception {
    List<ReleaseRejected> events = send(1, 2);
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
      assertHandedOffOnce(events);
      assertThat(failures.get()).isEqualTo(5);
    }
  }

  @Test
  void rejectsWhatFailsTheSameWayAgainAndAgainAndGoesOn() throws Exception {
    ReleaseRejected bad = event(1);
    ReleaseRejected good = event(2);
    for (ReleaseRejected event : List.of(bad, good)) {
      ProducerRecord<byte[], byte[]> message = Events.message(event);
      sendAll(
          new ProducerRecord<>(
              message.topic(), 0, null, message.key(), message.value(), message.headers()));
    }
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
      List<ConsumerRecord<byte[], byte[]>> all = read(EchoProcess.FROM, 3);
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
    ReleaseRejected bad = event(1);
    ReleaseRejected good = event(2);
    for (ReleaseRejected event : List.of(bad, good)) {
      ProducerRecord<byte[], byte[]> message = Events.message(event);
      sendAll(
          new ProducerRecord<>(
              message.topic(), 0, null, message.key(), message.value(), message.headers()));
    }

    try (var runner =
        EchoProcess.runner(
            stack.kafkaBootstrapServers(),
            folder.resolve("artifacts"),
            EchoProcess.handOff(incoming -> new Outcome.Produced<>(incoming.event())),
            message -> {
              if (message.offset() == 0) {
                throw new IllegalStateException("a fault of the reader");
              }
              return new EventReader<ReleaseRejected>(EchoProcess.FROM).read(message);
            })) {
      runner.start();
      assertHandedOffOnce(List.of(good));
      assertThat(read(EchoProcess.FROM.deadLetters(), 1))
          .singleElement()
          .satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(EventCodec.write(bad));
            assertThat(EventHeaders.text(letter.headers(), "mintmark_error_code"))
                .contains("KIT-021");
            assertThat(EventHeaders.text(letter.headers(), "mintmark_error").orElseThrow())
                .contains("a fault of the reader");
          });
      assertThat(read(EchoProcess.FROM, 2)).as("no rejection besides").hasSize(2);
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
    send(1, 1);
    Refusal refusal = new Refusal("TST-001", "thing", "found", "advice");
    try (var runner =
        run(incoming -> {
          throw refusal.asException();
        })) {
      runner.start();
      List<ConsumerRecord<byte[], byte[]>> all = read(EchoProcess.FROM, 2);
      ReleaseRejected rejection = EventCodec.read(all.get(1).value(), ReleaseRejected.class);
      assertThat(rejection.getCode()).isEqualTo("TST-001");
      assertThat(rejection.getStep()).isEqualTo("echo");
      assertThat(rejection.getHandOff().getPrevious())
          .isEqualTo(EchoProcess.valueOf(event(1)).toString());
    }
  }

  @Test
  void refusesToStartWhenItsCommittedOffsetsAreGone() throws Exception {
    List<ReleaseRejected> events = send(1, 1);
    var pointers = new dev.mintmark.kit.store.MemoryPointers();
    KafkaSettings settings = new KafkaSettings(stack.kafkaBootstrapServers(), "echo", "0");
    try (Session first = Session.open(settings, EchoProcess.FROM, new StartingOffsets(pointers))) {
      assertThat(first.poll(LONG_ENOUGH).count()).isEqualTo(events.size());
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      admin
          .removeMembersFromConsumerGroup(
              "echo", new org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      admin.deleteConsumerGroups(List.of("echo")).all().get();
    }

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Session.open(settings, EchoProcess.FROM, new StartingOffsets(pointers)))
        .isInstanceOf(StartingOffsets.LostException.class)
        .hasMessageContaining("KIT-003");
  }

  private HandOffRunner<ReleaseRejected, ReleaseRejected> run(
      Step<ReleaseRejected, ReleaseRejected> work) {
    return EchoProcess.runner(
        stack.kafkaBootstrapServers(), folder.resolve("artifacts"), EchoProcess.handOff(work));
  }

  private static ReleaseRejected event(int number) {
    return Events.rejection("release-" + number, "v1.0.0");
  }

  private List<ReleaseRejected> send(int first, int last)
      throws ExecutionException, InterruptedException {
    List<ReleaseRejected> events =
        IntStream.rangeClosed(first, last).mapToObj(HandOffRunnerIT::event).toList();
    for (ReleaseRejected event : events) {
      producer.send(Events.message(event)).get();
    }
    return events;
  }

  @SafeVarargs
  private void sendAll(ProducerRecord<byte[], byte[]>... messages)
      throws ExecutionException, InterruptedException {
    for (ProducerRecord<byte[], byte[]> message : messages) {
      producer.send(message).get();
    }
  }

  private void killAt(String moment) throws IOException, InterruptedException {
    Process echo = echo(40);
    if (!moment.isEmpty()) {
      readUntil(echo, moment);
    }
    echo.destroyForcibly().waitFor();
  }

  private Process echo(int millis) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EchoProcess.class.getName(),
            stack.kafkaBootstrapServers(),
            folder.resolve("artifacts").toString(),
            Integer.toString(millis))
        .redirectErrorStream(true)
        .start();
  }

  private static void readUntil(Process echo, String moment) throws IOException {
    BufferedReader lines = echo.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(moment)) {
        return;
      }
    }
    throw new IllegalStateException("the process ended before it said " + moment);
  }

  private void assertHandedOffOnce(List<ReleaseRejected> events) {
    List<ConsumerRecord<byte[], byte[]>> answers = read(EchoProcess.to(), events.size());
    assertThat(answers)
        .extracting(answer -> EventHeaders.text(answer.headers(), EventHeaders.ID).orElseThrow())
        .containsExactlyInAnyOrderElementsOf(events.stream().map(EchoProcess::idOf).toList());
    FolderArtifactStore artifacts = new FolderArtifactStore(folder.resolve("artifacts"));
    assertThat(events)
        .allSatisfy(event -> assertThat(artifacts.size(EchoProcess.valueOf(event))).isPresent());
  }

  private List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int count) {
    return read(topic.name(), count);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    return new CommittedRecords(stack.kafkaBootstrapServers()).read(topic, count);
  }
}
