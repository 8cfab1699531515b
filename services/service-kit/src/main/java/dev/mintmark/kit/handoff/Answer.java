package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * What follows a record, made without any transaction: the records to send and how it ended.
 *
 * @param records none for a dropped double, else one
 * @param outcome {@code produced}, {@code rejected}, {@code dropped} or {@code dead-letter}
 * @param release of the record, as far as it could be read
 */
record Answer(
    List<ProducerRecord<byte[], byte[]>> records,
    String outcome,
    String release,
    Optional<String> errorCode) {

  /** Reads a record, works on it, and keeps both values as artifacts. */
  static final class Maker<I extends SpecificRecord, O extends SpecificRecord> {
    private static final int MOST_TEXT = 20_000;

    private final HandOff<I, O> handOff;
    private final ArtifactStore store;
    private final Clock clock;
    private final Reader<I> reader;
    private final Place place;

    /** How it reads records; throws what {@link EventReader#read} does. */
    @FunctionalInterface
    interface Reader<I extends SpecificRecord> {
      EventReader.Read<I> read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException;
    }

    /**
     * Where the process stands.
     *
     * @param toolchain digest of what it runs as; empty where nobody recorded it
     */
    record Place(Run run, Optional<String> toolchain) {
      static final Place LIVE = new Place(Run.LIVE, Optional.empty());
    }

    Maker(HandOff<I, O> handOff, ArtifactStore store, Clock clock, Place place) {
      this(handOff, store, clock, reader(handOff, place.run()), place);
    }

    Maker(HandOff<I, O> handOff, ArtifactStore store, Clock clock, Reader<I> reader, Place place) {
      this.handOff = handOff;
      this.store = store;
      this.clock = clock;
      this.reader = reader;
      this.place = place;
    }

    private static <I extends SpecificRecord> Reader<I> reader(HandOff<I, ?> handOff, Run run) {
      return switch (handOff.kind()) {
        case LINE -> EventReader.<I>of(run.topic(handOff.from()), run)::read;
        case DECISION -> new EventReader<I>(handOff.from())::read;
        case JUDGEMENT -> EventReader.<I>ofRebuilds(handOff.from())::read;
      };
    }

    Answer answer(ConsumerRecord<byte[], byte[]> message) throws Exception {
      if (isOfAnotherRebuild(message)) {
        return new Answer(List.of(), "skipped", "of another rebuild", Optional.empty());
      }
      EventReader.Read<I> read;
      try {
        read = reader.read(message);
      } catch (UnreadableException e) {
        return deadLetter(message, e);
      }
      store.put(message.value(), MediaTypes.EVENT);
      return switch (work(read.incoming())) {
        case Outcome.Produced<O>(O event) -> produced(message, read, event);
        case Outcome.Replayed<O>(Run run, Digest value) -> replayed(message, read, run, value);
        case Outcome.Rejected<O>(Refusal refusal) -> rejected(message, read, refusal);
        case Outcome.Dropped<O> dropped ->
            new Answer(
                List.of(), "dropped", read.incoming().release().toString(), Optional.empty());
      };
    }

    /** No reader takes an event that is too large, and no retry makes it smaller. */
    private Answer produced(
        ConsumerRecord<byte[], byte[]> message, EventReader.Read<I> read, O event) {
      byte[] value = EventCodec.write(event);
      return value.length <= EventCodec.MAX_BYTES
          ? answer(message, read, place.run().topic(handOff.to()), value, "produced")
          : rejected(
              message,
              read,
              new Refusal(
                  "KIT-022",
                  "what step %s hands off".formatted(handOff.step()),
                  "the event has %d bytes, more than %d"
                      .formatted(value.length, EventCodec.MAX_BYTES),
                  "request fewer targets, platforms or files"));
    }

    /** Rebuilds share their topics; each has its own steps. */
    private boolean isOfAnotherRebuild(ConsumerRecord<byte[], byte[]> message) {
      return !place.run().isLive()
          && EventHeaders.text(message.headers(), EventHeaders.RUN)
              .filter(run -> Run.isRebuild(run) && !run.equals(place.run().id()))
              .isPresent();
    }

    /**
     * The answer to a record on which work fails for ever: a rejection of its release, or a dead
     * letter where even that cannot be made.
     */
    Answer giveUp(ConsumerRecord<byte[], byte[]> message, Refusal refusal) {
      EventReader.Read<I> read;
      try {
        read = reader.read(message);
      } catch (UnreadableException e) {
        return deadLetter(message, e);
      } catch (RuntimeException e) {
        return deadLetter(message, new UnreadableException(refusal.code(), refusal.found()));
      }
      store.put(message.value(), MediaTypes.EVENT);
      return rejected(message, read, refusal);
    }

    private Answer rejected(
        ConsumerRecord<byte[], byte[]> message, EventReader.Read<I> read, Refusal refusal) {
      if (handOff.kind() != HandOff.Kind.LINE) {
        return deadLetter(
            message,
            new UnreadableException(
                refusal.code(),
                "%s: %s; %s".formatted(refusal.subject(), refusal.found(), refusal.advice())));
      }
      Answer answer =
          answer(
              message,
              read,
              place.run().topic(TopicCatalogue.RELEASE_REJECTED),
              EventCodec.write(rejection(read.incoming(), refusal)),
              "rejected");
      return new Answer(
          answer.records(), answer.outcome(), answer.release(), Optional.of(refusal.code()));
    }

    private Outcome<O> work(Incoming<I> incoming) throws Exception {
      try {
        return handOff.work().apply(incoming);
      } catch (RefusedException e) {
        return new Outcome.Rejected<>(e.refusal());
      }
    }

    private Answer answer(
        ConsumerRecord<byte[], byte[]> message,
        EventReader.Read<I> read,
        Topic topic,
        byte[] value,
        String outcome) {
      store.put(value, MediaTypes.EVENT);
      String run = handOff.answersIn(read.incoming().run());
      return answer(
          message,
          read,
          topic,
          value,
          EventHeaders.nextId(read.id(), handOff.step(), run),
          run,
          outcome);
    }

    /** The first event of a rebuild: what the recorded one says, byte for byte. */
    private Answer replayed(
        ConsumerRecord<byte[], byte[]> message, EventReader.Read<I> read, Run run, Digest recorded)
        throws UnreadableException {
      byte[] value = store.read(recorded, EventCodec.MAX_BYTES);
      Answer answer =
          answer(
              message,
              read,
              run.topic(handOff.to()),
              value,
              EventHeaders.firstId(value, run.id()),
              run.id(),
              "replayed");
      String schema = EventVersions.of(handOff.to()).find(value).fingerprint();
      answer
          .records()
          .forEach(made -> EventHeaders.set(made.headers(), EventHeaders.SCHEMA, schema));
      return answer;
    }

    private Answer answer(
        ConsumerRecord<byte[], byte[]> message,
        EventReader.Read<I> read,
        Topic topic,
        byte[] value,
        String id,
        String run,
        String outcome) {
      ReleaseId release = read.incoming().release();
      Headers headers = EventHeaders.of(topic, release, handOff.step(), id, read.id(), run, clock);
      place
          .toolchain()
          .ifPresent(digest -> EventHeaders.add(headers, EventHeaders.TOOLCHAIN, digest));
      EventHeaders.trace(message.headers())
          .ifPresent(trace -> EventHeaders.add(headers, EventHeaders.TRACE, trace));
      ProducerRecord<byte[], byte[]> next =
          new ProducerRecord<>(topic.name(), null, null, message.key(), value, headers);
      return new Answer(List.of(next), outcome, release.toString(), Optional.empty());
    }

    private Topic from() {
      return handOff.kind() == HandOff.Kind.LINE
          ? place.run().topic(handOff.from())
          : handOff.from();
    }

    private ReleaseRejected rejection(Incoming<I> incoming, Refusal refusal) {
      return new ReleaseRejected(
          link(incoming),
          handOff.step(),
          refusal.code(),
          bounded(refusal.subject()),
          bounded(refusal.found()),
          bounded(refusal.advice()));
    }

    /** A rejection must always fit. */
    private static String bounded(String text) {
      return text.substring(0, Math.min(text.length(), MOST_TEXT));
    }

    private static <I extends SpecificRecord> dev.mintmark.events.common.v1.HandOff link(
        Incoming<I> incoming) {
      SpecificRecord event = incoming.event();
      var field = event.getSchema().getField("handOff");
      return field == null
          ? incoming.firstLink()
          : incoming.nextLink((dev.mintmark.events.common.v1.HandOff) event.get(field.pos()));
    }

    private Answer deadLetter(ConsumerRecord<byte[], byte[]> message, UnreadableException e) {
      Headers headers = EventHeaders.ofDeadLetter(message, e, handOff.step());
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(
              from().deadLetters(), null, null, message.key(), message.value(), headers);
      return new Answer(List.of(letter), "dead-letter", "unknown", Optional.of(e.code()));
    }
  }
}
