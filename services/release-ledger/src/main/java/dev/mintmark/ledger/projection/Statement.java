package dev.mintmark.ledger.projection;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** One multi-row statement with its rows. */
record Statement(String sql, Tuple rows) {

  /** What the batch writes, in this order; nothing for what it does not have. */
  static List<Statement> of(Batch batch) {
    List<Statement> statements = new ArrayList<>();
    add(statements, Sql.HAND_OFFS, batch.handOffs(), BatchRows::handOffs);
    add(statements, Sql.SEQUENCE, batch.handOffs(), rows -> Tuple.of((long) rows.size()));
    add(statements, Sql.BUILDS, batch.builds(), BatchRows::builds);
    add(statements, FleetSql.LINEAGE, batch.origins(), FleetRows::lineage);
    add(statements, FleetSql.ROLLOUTS, batch.rollouts(), FleetRows::rollouts);
    add(statements, FleetSql.DEVICES, batch.words(), FleetRows::devices);
    add(statements, Sql.DEAD, batch.dead(), BatchRows::dead);
    return statements;
  }

  private static <C extends Collection<?>> void add(
      List<Statement> statements, String sql, C rows, Function<C, Tuple> parameters) {
    if (!rows.isEmpty()) {
      statements.add(new Statement(sql, parameters.apply(rows)));
    }
  }
}
