package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A process with one hand-off, for the tests to kill. Its step takes a while; it prints each moment
 * that it comes to, and stays for ever in the one where it is to be killed.
 */
public final class EchoProcess {
  static final Topic FROM = TopicCatalogue.RELEASE_REJECTED;
  static final String WORKING = "working";
  static final String WORKED = "worked";
  static final String SENDING = "sending";
  static final String COMMITTING = "committing";
  static final String COMMITTED = "committed";

  private static final Map<String, Integer> MOMENTS = new ConcurrentHashMap<>();
  private static volatile String stayAt = "";

  private EchoProcess() {}

  /**
   * Where a runner works.
   *
   * @param batch how many records it polls at once
   */
  record Place(String bootstrapServers, Path artifacts, int batch, String instance) {}

  /** Where answers go: the same event on a topic of its own. */
  static Topic to() {
    return new Topic(
        "test.echoed.v1", FROM.schema(), FROM.form(), 3, FROM.kept(), FROM.madeBy(), FROM.readBy());
  }

  static HandOff<ReleaseRejected, ReleaseRejected> handOff(
      Step<ReleaseRejected, ReleaseRejected> work) {
    return new HandOff<>("echo", FROM, to(), work);
  }

  /**
   * Arguments: bootstrap servers, artifact folder, batch, milliseconds that the work takes, and the
   * moment in which to stay, e.g. {@code sending 3}.
   */
  public static void main(String[] args) throws InterruptedException {
    long millis = Long.parseLong(args[3]);
    stayAt = args[4];
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          moment(WORKING);
          TimeUnit.MILLISECONDS.sleep(millis);
          moment(WORKED);
          return new Outcome.Produced<>(incoming.event());
        };
    Place place = new Place(args[0], Path.of(args[1]), Integer.parseInt(args[2]), "0");
    runner(place, handOff(work)).start();
    new CountDownLatch(1).await();
  }

  private static void moment(String name) {
    String moment = name + " " + MOMENTS.merge(name, 1, Integer::sum);
    System.out.println(moment);
    while (moment.equals(stayAt)) {
      LockSupport.park();
    }
  }

  /**
   * Tells of each record that goes into a transaction, of its end when all is in it, and of its end
   * before anything follows: whatever the session does of its own is before or after one of these.
   */
  private static final class TellingProducer extends KafkaProducer<byte[], byte[]> {
    TellingProducer(KafkaSettings settings) {
      super(settings.producer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
      moment(SENDING);
      return super.send(message);
    }

    @Override
    public void commitTransaction() {
      moment(COMMITTING);
      super.commitTransaction();
      moment(COMMITTED);
    }
  }

  static HandOffRunner<ReleaseRejected, ReleaseRejected> runner(
      Place place, HandOff<ReleaseRejected, ReleaseRejected> handOff) {
    return runner(place, handOff, new EventReader<ReleaseRejected>(FROM)::read);
  }

  static HandOffRunner<ReleaseRejected, ReleaseRejected> runner(
      Place place,
      HandOff<ReleaseRejected, ReleaseRejected> handOff,
      Answer.Maker.Reader<ReleaseRejected> reader) {
    KafkaSettings settings =
        new KafkaSettings(place.bootstrapServers(), handOff.step(), place.instance());
    StartingOffsets offsets = new StartingOffsets(new MemoryPointers());
    return new HandOffRunner<>(
        handOff,
        new Answer.Maker<>(
            handOff,
            new FolderArtifactStore(place.artifacts()),
            Clock.systemUTC(),
            reader,
            Answer.Maker.Place.LIVE),
        () ->
            Session.open(
                settings.consumer(place.batch()),
                new TellingProducer(settings),
                handOff.step(),
                handOff.from(),
                offsets),
        new HandOffMetrics(new SimpleMeterRegistry(), handOff.step()));
  }

  static String idOf(ReleaseRejected event) {
    String first = EventHeaders.firstId(EventCodec.write(event), EventHeaders.LIVE);
    return EventHeaders.nextId(first, "echo", EventHeaders.LIVE);
  }

  static Digest valueOf(ReleaseRejected event) {
    return Digest.of(EventCodec.write(event));
  }
}
