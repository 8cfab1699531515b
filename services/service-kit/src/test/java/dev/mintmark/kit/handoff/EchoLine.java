package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.CommittedRecords;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker with the topics of the echo hand-off, and what the tests do with them. */
final class EchoLine implements AutoCloseable {
  private final Path folder;
  private EmbeddedStack stack;
  private final KafkaProducer<byte[], byte[]> producer;

  EchoLine(Path folder) throws IOException {
    this.folder = folder;
    this.stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA));
    Topics.create(bootstrapServers(), List.of(EchoProcess.FROM, EchoProcess.to()));
    this.producer =
        new KafkaProducer<>(
            new KafkaSettings(bootstrapServers(), "test", "0").idempotentProducer());
  }

  String bootstrapServers() {
    return stack.kafkaBootstrapServers();
  }

  void killAndRestartBroker() {
    stack.kill();
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.KAFKA));
  }

  EchoProcess.Place place(int batch) {
    return place(batch, "0");
  }

  EchoProcess.Place place(int batch, String instance) {
    return new EchoProcess.Place(bootstrapServers(), folder.resolve("artifacts"), batch, instance);
  }

  static ReleaseRejected event(int number) {
    return Events.rejection("release-" + number, "v1.0.0");
  }

  /** Each to the partition of its key. */
  List<ReleaseRejected> send(int first, int last) throws ExecutionException, InterruptedException {
    List<ReleaseRejected> events = events(first, last);
    for (ReleaseRejected event : events) {
      producer.send(Events.message(event)).get();
    }
    return events;
  }

  /** All to one partition. */
  List<ReleaseRejected> sendToOne(int first, int last)
      throws ExecutionException, InterruptedException {
    List<ReleaseRejected> events = events(first, last);
    for (ReleaseRejected event : events) {
      ProducerRecord<byte[], byte[]> message = Events.message(event);
      sendToOne(message, message.value());
    }
    return events;
  }

  /** Another value than the record has. */
  void sendToOne(ProducerRecord<byte[], byte[]> message, byte[] value)
      throws ExecutionException, InterruptedException {
    sendAll(
        new ProducerRecord<>(message.topic(), 0, null, message.key(), value, message.headers()));
  }

  @SafeVarargs
  final void sendAll(ProducerRecord<byte[], byte[]>... messages)
      throws ExecutionException, InterruptedException {
    for (ProducerRecord<byte[], byte[]> message : messages) {
      producer.send(message).get();
    }
  }

  private static List<ReleaseRejected> events(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(EchoLine::event).toList();
  }

  /**
   * The hand-off as a process.
   *
   * @param stayAt the moment in which it stays, e.g. {@code worked 2}; empty for none
   */
  Process start(int batch, int millis, String stayAt) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EchoProcess.class.getName(),
            bootstrapServers(),
            folder.resolve("artifacts").toString(),
            Integer.toString(batch),
            Integer.toString(millis),
            stayAt)
        .redirectErrorStream(true)
        .start();
  }

  /** Starts the hand-off, and kills it in that moment; at once when there is none. */
  void killAt(int batch, String moment) throws IOException, InterruptedException {
    Process echo = start(batch, 5, moment);
    if (!moment.isEmpty()) {
      readUntil(echo, moment);
    }
    echo.destroyForcibly().waitFor();
  }

  static void readUntil(Process echo, String moment) throws IOException {
    BufferedReader lines = echo.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(moment)) {
        return;
      }
    }
    throw new IllegalStateException("the process ended before it said " + moment);
  }

  void assertHandedOffOnce(List<ReleaseRejected> events) {
    List<ConsumerRecord<byte[], byte[]>> answers = read(EchoProcess.to(), events.size());
    assertThat(answers)
        .extracting(answer -> EventHeaders.text(answer.headers(), EventHeaders.ID).orElseThrow())
        .containsExactlyInAnyOrderElementsOf(events.stream().map(EchoProcess::idOf).toList());
    FolderArtifactStore artifacts = new FolderArtifactStore(folder.resolve("artifacts"));
    assertThat(events)
        .allSatisfy(event -> assertThat(artifacts.size(EchoProcess.valueOf(event))).isPresent());
  }

  List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int count) {
    return read(topic.name(), count);
  }

  List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    return new CommittedRecords(bootstrapServers()).read(topic, count);
  }

  @Override
  public void close() {
    producer.close();
    stack.close();
  }
}
