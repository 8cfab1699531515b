package dev.mintmark.contract.rollout;

import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** canary-controller's tables, which are there while it is not. */
final class Tables {
  private final Properties settings = new Properties();

  /** Takes the address that the launcher gave to the controller. */
  Tables(Line line) throws IOException {
    try (Reader reader =
        Files.newBufferedReader(line.home().resolve("conf/canary-controller.properties"))) {
      settings.load(reader);
    }
  }

  /**
   * Where a rollout stands.
   *
   * @param sequence of its last change
   */
  record Standing(int sequence, String state, int stage, boolean isOpen) {
    @Override
    public String toString() {
      return isOpen ? "%s, stage %d".formatted(state, stage) : "after its end, " + state;
    }
  }

  Standing standing(String rollout) {
    return query(
            "select sequence, state, stage, open from canary.rollout where id = ?",
            row -> new Standing(row.getInt(1), row.getString(2), row.getInt(3), row.getBoolean(4)),
            rollout)
        .getFirst();
  }

  /** The time of the first change from one state to another. */
  Instant time(String rollout, String from, String to) {
    return query(
            "select time from canary.rollout_change where rollout = ? and from_state = ?"
                + " and to_state = ? order by sequence",
            row -> row.getTimestamp(1).toInstant(),
            rollout,
            from,
            to)
        .getFirst();
  }

  /** One text for each row. */
  List<String> texts(String sql, Object... parameters) {
    return query(sql, row -> row.getString(1), parameters);
  }

  long number(String sql, Object... parameters) {
    return query(sql, row -> row.getLong(1), parameters).getFirst();
  }

  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Reading<T> reading, Object... parameters) {
    try (Connection connection =
            DriverManager.getConnection(
                settings.getProperty("quarkus.datasource.jdbc.url"),
                settings.getProperty("quarkus.datasource.username"),
                settings.getProperty("quarkus.datasource.password"));
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        Object parameter = parameters[i];
        statement.setObject(
            i + 1, parameter instanceof Instant time ? Timestamp.from(time) : parameter);
      }
      try (ResultSet row = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (row.next()) {
          rows.add(reading.of(row));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
