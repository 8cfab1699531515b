package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.ledger.entry.ArtifactUse;
import dev.mintmark.ledger.entry.Entry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.EntryReader;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What records name. An artifact reference of the line's own hand-offs is required, with all that
 * it names; one of a verdict is not, but stays while it is there. What a rebuild hands off is in a
 * place of its own; there, in rollouts, and in records that nobody can read, each digest counts as
 * mentioned.
 */
final class LogMarks {
  private final EntryReader reader;
  private final Contents contents;
  private final Marks marks;

  LogMarks(List<Topic> topics, Contents contents, Marks marks) {
    this.reader = new EntryReader(topics);
    this.contents = contents;
    this.marks = marks;
  }

  void mark(ConsumerRecord<byte[], byte[]> message) {
    mention(message);
    Entry entry = reader.read(message);
    if (entry instanceof HandOffEntry handOff && handOff.run().equals(Run.LIVE.id())) {
      handOff(handOff);
    }
  }

  /** The value is an artifact, too. A request counts as one whether it can be read or not. */
  private void mention(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() != null) {
      Digest value = Digest.of(message.value());
      marks.mentioned(value, false);
      if (message.topic().equals(TopicCatalogue.BUILD_REQUESTED.name())) {
        marks.requested(value);
      }
      HexScan.scan(message.value(), (digest, startsLine) -> marks.mentioned(digest, false));
    }
    for (Header header : message.headers().headers(EventHeaders.TOOLCHAIN)) {
      HexScan.scan(header.value(), (digest, startsLine) -> marks.mentioned(digest, false));
    }
  }

  private void handOff(HandOffEntry entry) {
    Digest request = Digest.parse(entry.request());
    for (ArtifactUse use : entry.artifacts()) {
      contents.mark(
          Digest.parse(use.digest()),
          use.mediaType(),
          use.size(),
          naming(entry, use.role()),
          marks);
    }
    if (entry.toolchain() != null) {
      contents.mark(
          Digest.parse(entry.toolchain()),
          MediaTypes.TOOLCHAIN,
          0,
          naming(entry, EventHeaders.TOOLCHAIN),
          marks);
    }
    switch (entry.stage()) {
      case PUBLISHED -> marks.published(request);
      case REJECTED -> marks.rejected(request);
      default -> {
        // Does not end a release.
      }
    }
  }

  private static Naming naming(HandOffEntry entry, String role) {
    // A verdict names what is gone, and what was signed and never stored, too.
    boolean required = entry.stage() != Stage.REPRODUCED;
    return new Naming(entry.position() + " of " + entry.release(), role, entry.request(), required);
  }
}
