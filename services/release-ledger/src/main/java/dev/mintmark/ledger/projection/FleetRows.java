package dev.mintmark.ledger.projection;

import dev.mintmark.ledger.entry.Entry.DeviceEntry.Report;
import dev.mintmark.ledger.entry.Entry.RolloutEntry;
import dev.mintmark.ledger.entry.Entry.RolloutEntry.Turn;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of {@link FleetSql}'s multi-row statements, in their order. */
final class FleetRows {
  private FleetRows() {}

  /** Of {@link FleetSql#ROLLOUTS}. */
  static Tuple rollouts(List<RolloutEntry> entries) {
    return new Columns<>(entries)
        .text(r -> r.position().topic())
        .number(r -> r.position().partition())
        .bigNumber(r -> r.position().offset())
        .text(RolloutEntry::rollout)
        .text(r -> r.release().name())
        .text(r -> r.release().version())
        .number(RolloutEntry::sequence)
        .text(RolloutEntry::index)
        .number(RolloutEntry::stage)
        .time(RolloutEntry::time)
        .text(r -> turned(r, Turn::state))
        .real(r -> turned(r, Turn::percent))
        .number(r -> turned(r, Turn::devices))
        .text(r -> turned(r, Turn::outcome))
        .text(r -> turned(r, Turn::code))
        .text(r -> turned(r, Turn::reason))
        .tuple();
  }

  private static <T> @Nullable T turned(RolloutEntry entry, Function<Turn, @Nullable T> part) {
    Turn turn = entry.turn();
    return turn == null ? null : part.apply(turn);
  }

  /** Of {@link FleetSql#DEVICES}. */
  static Tuple devices(Collection<DeviceWord> words) {
    return new Columns<>(List.copyOf(words))
        .text(w -> w.key().device())
        .text(w -> w.key().sort())
        .number(w -> w.entry().position().partition())
        .bigNumber(w -> w.entry().position().offset())
        .text(w -> w.entry().deviceClass())
        .bigNumber(w -> w.entry().number())
        .text(w -> reported(w, Report::kind))
        .text(w -> reported(w, r -> r.release().name()))
        .text(w -> reported(w, r -> r.release().version()))
        .text(w -> reported(w, Report::index))
        .text(w -> reported(w, Report::code))
        .text(w -> w.entry().driver())
        .text(w -> w.entry().firmware())
        .text(w -> w.entry().kernel())
        .time(w -> w.entry().time())
        .tuple();
  }

  private static @Nullable String reported(
      DeviceWord word, Function<Report, @Nullable String> part) {
    Report report = word.report();
    return report == null ? null : part.apply(report);
  }

  /** Of {@link FleetSql#LINEAGE}. */
  static Tuple lineage(List<OriginRow> rows) {
    return new Columns<>(rows)
        .text(r -> r.request().release().name())
        .text(r -> r.request().release().version())
        .text(r -> r.request().request())
        .text(r -> r.origin().kind().word())
        .text(r -> r.origin().value())
        .tuple();
  }
}
