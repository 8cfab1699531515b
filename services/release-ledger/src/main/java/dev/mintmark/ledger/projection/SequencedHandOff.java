package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.ArtifactUse;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.Rejection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A hand-off with its place in the order in which this projection met it. */
record SequencedHandOff(long sequence, HandOffEntry entry) {

  /** The columns of {@link Sql#HAND_OFFS}, in its order. */
  static Tuple columns(List<SequencedHandOff> rows) {
    return new Columns<>(rows)
        .text(r -> r.entry.position().topic())
        .number(r -> r.entry.position().partition())
        .bigNumber(r -> r.entry.position().offset())
        .bigNumber(SequencedHandOff::sequence)
        .number(r -> r.entry.stage().ordinal())
        .text(r -> r.entry.release().name())
        .text(r -> r.entry.release().version())
        .text(r -> r.entry.request())
        .text(r -> r.entry.previous())
        .text(r -> r.entry.eventId())
        .text(r -> r.entry.cause())
        .text(r -> r.entry.run())
        .time(r -> r.entry.time())
        .text(r -> r.entry.value())
        .text(r -> json(r.entry.artifacts()))
        .text(r -> r.entry.visible().repository())
        .text(r -> r.entry.visible().tag())
        .text(r -> r.entry.visible().index())
        .text(r -> r.rejected(Rejection::step))
        .text(r -> r.rejected(Rejection::code))
        .text(r -> r.rejected(Rejection::subject))
        .text(r -> r.rejected(Rejection::found))
        .text(r -> r.rejected(Rejection::advice))
        .tuple();
  }

  private @Nullable String rejected(Function<Rejection, String> part) {
    Rejection rejection = entry.rejection();
    return rejection == null ? null : part.apply(rejection);
  }

  private static String json(List<ArtifactUse> artifacts) {
    JsonArray array = new JsonArray();
    artifacts.forEach(a ->
        array.add(
            new JsonObject()
                .put("role", a.role())
                .put("digest", a.digest())
                .put("mediaType", a.mediaType())
                .put("size", a.size())));
    return array.encode();
  }
}
