package dev.mintmark.kit.handoff;

import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.ReleaseRejected;
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
import org.apache.kafka.common.header.internals.RecordHeaders;

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
    private final HandOff<I, O> handOff;
    private final ArtifactStore store;
    private final Clock clock;
    private final Reader<I> reader;

    /** How it reads records; throws what {@link EventReader#read} does. */
    @FunctionalInterface
    interface Reader<I extends SpecificRecord> {
      EventReader.Read<I> read(ConsumerRecord<byte[], byte[]> message) throws UnreadableException;
    }

    Maker(HandOff<I, O> handOff, ArtifactStore store, Clock clock) {
      this(handOff, store, clock, new EventReader<I>(handOff.from())::read);
    }

    Maker(HandOff<I, O> handOff, ArtifactStore store, Clock clock, Reader<I> reader) {
      this.handOff = handOff;
      this.store = store;
      this.clock = clock;
      this.reader = reader;
    }

    Answer answer(ConsumerRecord<byte[], byte[]> message) throws Exception {
      EventReader.Read<I> read;
      try {
        read = reader.read(message);
      } catch (UnreadableException e) {
        return deadLetter(message, e);
      }
      store.put(message.value(), MediaTypes.EVENT);
      return switch (work(read.incoming())) {
        case Outcome.Produced<O>(O event) ->
            answer(message, read, handOff.to(), event, "produced", Optional.empty());
        case Outcome.Rejected<O>(Refusal refusal) -> rejected(message, read, refusal);
        case Outcome.Dropped<O> dropped ->
            new Answer(
                List.of(), "dropped", read.incoming().release().toString(), Optional.empty());
      };
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
      return answer(
          message,
          read,
          TopicCatalogue.RELEASE_REJECTED,
          rejection(read.incoming(), refusal),
          "rejected",
          Optional.of(refusal.code()));
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
        SpecificRecord event,
        String outcome,
        Optional<String> errorCode) {
      byte[] value = EventCodec.write(event);
      store.put(value, MediaTypes.EVENT);
      Incoming<I> incoming = read.incoming();
      String id = EventHeaders.nextId(read.id(), handOff.step(), incoming.run());
      Headers headers =
          EventHeaders.of(
              topic, incoming.release(), handOff.step(), id, read.id(), incoming.run(), clock);
      EventHeaders.text(message.headers(), EventHeaders.TRACE)
          .ifPresent(trace -> EventHeaders.add(headers, EventHeaders.TRACE, trace));
      ProducerRecord<byte[], byte[]> next =
          new ProducerRecord<>(topic.name(), null, null, message.key(), value, headers);
      return new Answer(List.of(next), outcome, incoming.release().toString(), errorCode);
    }

    private ReleaseRejected rejection(Incoming<I> incoming, Refusal refusal) {
      return new ReleaseRejected(
          link(incoming),
          handOff.step(),
          refusal.code(),
          refusal.subject(),
          refusal.found(),
          refusal.advice());
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
      RecordHeaders headers = new RecordHeaders(message.headers().toArray());
      EventHeaders.add(headers, "mintmark_error_code", e.code());
      EventHeaders.add(headers, "mintmark_error", String.valueOf(e.getMessage()));
      EventHeaders.add(headers, "mintmark_step", handOff.step());
      EventHeaders.add(
          headers,
          "mintmark_position",
          new Position(message.topic(), message.partition(), message.offset()).toString());
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(
              handOff.from().deadLetters(), null, null, message.key(), message.value(), headers);
      return new Answer(List.of(letter), "dead-letter", "unknown", Optional.of(e.code()));
    }
  }
}
