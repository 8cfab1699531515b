package dev.mintmark.ledger;

import dev.mintmark.embedded.EmbeddedStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** One database of the stack, seen straight through JDBC. */
final class Tables implements AutoCloseable {
  /** What the projection is: everything but the order in which it met the records. */
  private static final List<String> CONTENT =
      List.of(
          "select to_jsonb(h) - 'sequence' from ledger.hand_off h where name like ?"
              + " order by topic, partition, log_offset",
          "select to_jsonb(b) from ledger.build b where name like ? order by name, version, request",
          "select to_jsonb(r) from ledger.release r where name like ? order by name, version",
          "select to_jsonb(d) from ledger.dead_record d where topic like ?"
              + " order by topic, partition, log_offset");

  private final Connection connection;

  private Tables(Connection connection) {
    this.connection = connection;
  }

  /** Makes a new, empty database. */
  static Tables create(EmbeddedStack stack, String database) throws SQLException {
    try (Connection admin = connect(stack, stack.postgresDatabase());
        Statement statement = admin.createStatement()) {
      statement.execute("create database " + database);
    }
    return open(stack, database);
  }

  static Tables open(EmbeddedStack stack, String database) throws SQLException {
    return new Tables(connect(stack, database));
  }

  private static Connection connect(EmbeddedStack stack, String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + stack.postgresPort() + "/" + database,
        stack.postgresUser(),
        stack.postgresPassword());
  }

  /** Every row of the projection as text. */
  List<String> content() throws SQLException {
    return content("%");
  }

  /** The rows of the releases of that name. */
  List<String> content(String name) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String query : CONTENT) {
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setString(1, name);
        rows.addAll(strings(statement.executeQuery()));
      }
    }
    return rows;
  }

  List<String> strings(String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return strings(statement.executeQuery(query));
    }
  }

  private static List<String> strings(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(result.getString(1));
    }
    return rows;
  }

  long number(String query) throws SQLException {
    return Long.parseLong(strings(query).getFirst());
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Waits for that many hand-offs or more. */
  void awaitHandOffs(long count) {
    Awaitility.await("hand-offs in the ledger")
        .atMost(LedgerProcess.LONG_ENOUGH)
        .ignoreExceptions()
        .until(() -> number("select count(*) from ledger.hand_off") >= count);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
