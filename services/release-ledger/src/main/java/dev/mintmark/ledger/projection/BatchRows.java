package dev.mintmark.ledger.projection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mintmark.ledger.entry.ArtifactUse;
import dev.mintmark.ledger.entry.Entry.DeadEntry;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.Rejection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of {@link Sql}'s multi-row statements, in their order. */
final class BatchRows {
  private static final JsonFactory JSON = new JsonFactory();

  private BatchRows() {}

  /** Of {@link Sql#MOVE}. */
  static Tuple moves(List<Batch.Move> moves) {
    return new Columns<>(moves)
        .text(Batch.Move::topic)
        .number(Batch.Move::partition)
        .bigNumber(Batch.Move::from)
        .bigNumber(Batch.Move::to)
        .tuple();
  }

  /** Of {@link Sql#HAND_OFFS}. */
  static Tuple handOffs(List<HandOffEntry> entries) {
    return new Columns<>(entries)
        .text(h -> h.position().topic())
        .number(h -> h.position().partition())
        .bigNumber(h -> h.position().offset())
        .number(h -> h.stage().ordinal())
        .text(h -> h.release().name())
        .text(h -> h.release().version())
        .text(HandOffEntry::request)
        .text(HandOffEntry::previous)
        .text(HandOffEntry::eventId)
        .text(HandOffEntry::cause)
        .text(HandOffEntry::run)
        .time(HandOffEntry::time)
        .text(HandOffEntry::value)
        .text(h -> json(h.artifacts()))
        .text(h -> h.visible().repository())
        .text(h -> h.visible().tag())
        .text(h -> h.visible().index())
        .text(h -> rejected(h, Rejection::step))
        .text(h -> rejected(h, Rejection::code))
        .text(h -> rejected(h, Rejection::subject))
        .text(h -> rejected(h, Rejection::found))
        .text(h -> rejected(h, Rejection::advice))
        .text(HandOffEntry::rebuild)
        .text(HandOffEntry::toolchain)
        .text(HandOffEntry::facts)
        .tuple();
  }

  private static @Nullable String rejected(HandOffEntry entry, Function<Rejection, String> part) {
    Rejection rejection = entry.rejection();
    return rejection == null ? null : part.apply(rejection);
  }

  private static String json(List<ArtifactUse> artifacts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (ArtifactUse use : artifacts) {
        json.writeStartObject();
        json.writeStringField("role", use.role());
        json.writeStringField("digest", use.digest());
        json.writeStringField("mediaType", use.mediaType());
        json.writeNumberField("size", use.size());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a text takes whatever is written", e);
    }
    return text.toString();
  }

  /** Of {@link Sql#BUILDS}. */
  static Tuple builds(Collection<BuildChange> changes) {
    return new Columns<>(List.copyOf(changes))
        .text(b -> b.key().release().name())
        .text(b -> b.key().release().version())
        .text(b -> b.key().request())
        .number(BuildChange::stages)
        .flag(BuildChange::claimRefused)
        .bigNumber(BuildChange::requestedAt)
        .tuple();
  }

  /** Of {@link Sql#DEAD}. */
  static Tuple dead(List<DeadEntry> entries) {
    return new Columns<>(entries)
        .text(d -> d.position().topic())
        .number(d -> d.position().partition())
        .bigNumber(d -> d.position().offset())
        .text(DeadEntry::code)
        .text(DeadEntry::reason)
        .text(DeadEntry::value)
        .number(DeadEntry::size)
        .tuple();
  }
}
