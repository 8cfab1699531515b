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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process with one hand-off, for the tests to kill. Its step takes a while and prints when it
 * begins and ends, so that a test can aim.
 */
public final class EchoProcess {
  static final Topic FROM = TopicCatalogue.RELEASE_REJECTED;
  static final String WORKING = "working";
  static final String WORKED = "worked";

  private EchoProcess() {}

  /** Where answers go: the same event on a topic of its own. */
  static Topic to() {
    return new Topic(
        "test.echoed.v1", FROM.schema(), FROM.form(), 3, FROM.kept(), FROM.madeBy(), FROM.readBy());
  }

  static HandOff<ReleaseRejected, ReleaseRejected> handOff(
      Step<ReleaseRejected, ReleaseRejected> work) {
    return new HandOff<>("echo", FROM, to(), work);
  }

  /** Arguments: bootstrap servers, artifact folder, milliseconds that the work takes. */
  public static void main(String[] args) throws InterruptedException {
    long millis = Long.parseLong(args[2]);
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          System.out.println(WORKING + " " + incoming.release());
          TimeUnit.MILLISECONDS.sleep(millis);
          System.out.println(WORKED + " " + incoming.release());
          return new Outcome.Produced<>(incoming.event());
        };
    runner(args[0], Path.of(args[1]), handOff(work)).start();
    new CountDownLatch(1).await();
  }

  static HandOffRunner<ReleaseRejected, ReleaseRejected> runner(
      String bootstrapServers, Path artifacts, HandOff<ReleaseRejected, ReleaseRejected> handOff) {
    return runner(
        bootstrapServers, artifacts, handOff, new EventReader<ReleaseRejected>(FROM)::read);
  }

  static HandOffRunner<ReleaseRejected, ReleaseRejected> runner(
      String bootstrapServers,
      Path artifacts,
      HandOff<ReleaseRejected, ReleaseRejected> handOff,
      Answer.Maker.Reader<ReleaseRejected> reader) {
    KafkaSettings settings = new KafkaSettings(bootstrapServers, handOff.step(), "0");
    StartingOffsets offsets = new StartingOffsets(new MemoryPointers());
    return new HandOffRunner<>(
        handOff,
        new Answer.Maker<>(
            handOff,
            new FolderArtifactStore(artifacts),
            Clock.systemUTC(),
            reader,
            Answer.Maker.Place.LIVE),
        () -> Session.open(settings, handOff.from(), offsets),
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
