package dev.mintmark.canary.device;

import dev.mintmark.embedded.EmbeddedStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The controller's tables, straight through JDBC. */
final class FleetTables implements AutoCloseable {
  /** As a rollout gives it: the order's row and the device's sequence in one transaction. */
  private static final String ORDER =
      """
      with ordered as (
        update canary.device set order_sequence = order_sequence + 1 where device = any(?)
        returning device, order_sequence
      )
      insert into canary.device_order
        (device, sequence, release, repository, tag, index_digest, reason, rollout, ordered)
      select device, order_sequence, 'face-detect:v1.0.1', 'vision/face-detect', 'v1.0.1',
        ?, 'ROLLOUT', 'face-detect:v1.0.1/1', now()
      from ordered
      """;

  private final Connection connection;

  private FleetTables(Connection connection) {
    this.connection = connection;
  }

  static FleetTables open(EmbeddedStack stack) throws SQLException {
    return new FleetTables(
        DriverManager.getConnection(
            stack.jdbcUrl(), stack.postgresUser(), stack.postgresPassword()));
  }

  /** Orders devices to run an index. */
  void order(String index, String... devices) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ORDER)) {
      statement.setArray(1, connection.createArrayOf("text", devices));
      statement.setString(2, index);
      if (statement.executeUpdate() != devices.length) {
        throw new AssertionError("not all devices are there: " + List.of(devices));
      }
    }
  }

  /** The first column as text; parameters stand for question marks. */
  List<String> strings(String query, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    }
  }

  int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** How many events of that topic are about the device: written, if not yet published. */
  long events(String topic, String device) throws SQLException {
    return Long.parseLong(
        strings(
                "select count(*) from canary.outbox where topic = ? and message_key = ?",
                topic,
                device)
            .getFirst());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
