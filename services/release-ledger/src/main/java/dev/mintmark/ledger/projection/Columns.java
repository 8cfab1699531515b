package dev.mintmark.ledger.projection;

import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows turned into one array per column, for {@code unnest($1::text[], ...)}: a statement's text
 * and plan stay the same for any number of rows.
 */
final class Columns<R> {
  private final List<R> rows;
  private final Tuple tuple = Tuple.tuple();

  Columns(List<R> rows) {
    this.rows = rows;
  }

  Columns<R> text(Function<R, @Nullable String> column) {
    tuple.addArrayOfString(rows.stream().map(column).toArray(String[]::new));
    return this;
  }

  Columns<R> number(Function<R, @Nullable Integer> column) {
    tuple.addArrayOfInteger(rows.stream().map(column).toArray(Integer[]::new));
    return this;
  }

  Columns<R> bigNumber(Function<R, @Nullable Long> column) {
    tuple.addArrayOfLong(rows.stream().map(column).toArray(Long[]::new));
    return this;
  }

  Columns<R> real(Function<R, @Nullable Double> column) {
    tuple.addArrayOfDouble(rows.stream().map(column).toArray(Double[]::new));
    return this;
  }

  Columns<R> flag(Function<R, Boolean> column) {
    tuple.addArrayOfBoolean(rows.stream().map(column).toArray(Boolean[]::new));
    return this;
  }

  Columns<R> time(Function<R, OffsetDateTime> column) {
    tuple.addArrayOfOffsetDateTime(rows.stream().map(column).toArray(OffsetDateTime[]::new));
    return this;
  }

  Tuple tuple() {
    return tuple;
  }
}
