package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.embedded.EmbeddedStack;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.postgresql.PGConnection;

/** One database of the stack, seen straight through JDBC. */
final class Tables implements AutoCloseable {
  /** What the projection is: everything but the order in which it met the records. */
  private static final List<String> CONTENT =
      List.of(
          "select to_jsonb(h) - 'sequence' from ledger.hand_off h where name like ?"
              + " order by topic, partition, log_offset",
          "select to_jsonb(b) from ledger.build b where name like ? order by name, version, request",
          "select to_jsonb(r) from ledger.release r where name like ? order by name, version",
          "select to_jsonb(r) from ledger.rebuild r where name like ? order by run, name, version",
          "select to_jsonb(v) from ledger.verdict v where name like ? order by run, name, version",
          "select to_jsonb(l) from ledger.lineage l where name like ?"
              + " order by name, version, request, kind, value",
          "select to_jsonb(e) from ledger.rollout_event e where name like ?"
              + " order by topic, partition, log_offset",
          "select to_jsonb(r) from ledger.rollout r where name like ? order by rollout",
          "select to_jsonb(w) from ledger.device_word w where device like ? order by device, sort",
          "select to_jsonb(d) from ledger.device d where device like ? order by device",
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

  /** The text of a migration. */
  static String migration(String name) throws IOException {
    try (InputStream text =
        Objects.requireNonNull(Tables.class.getResourceAsStream("/db/migration/" + name))) {
      return new String(text.readAllBytes(), UTF_8);
    }
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

  /** Inserts into a table of the benchmark, a statement for each record, and commits. */
  void insertOneByOne(Iterable<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("insert into record values (?, ?, ?, ?, ?)")) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        insert.setString(1, record.topic());
        insert.setInt(2, record.partition());
        insert.setLong(3, record.offset());
        insert.setString(4, new String(record.key(), UTF_8));
        insert.setBytes(5, record.value());
        insert.executeUpdate();
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** The same in one statement. */
  void insertAtOnce(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into record select * from unnest("
                + "?::text[], ?::int4[], ?::int8[], ?::text[], ?::bytea[])")) {
      insert.setArray(1, array("text", records, ConsumerRecord::topic));
      insert.setArray(2, array("int4", records, ConsumerRecord::partition));
      insert.setArray(3, array("int8", records, ConsumerRecord::offset));
      insert.setArray(4, array("text", records, record -> new String(record.key(), UTF_8)));
      insert.setArray(
          5,
          connection.createArrayOf(
              "bytea", records.stream().map(ConsumerRecord::value).toArray(byte[][]::new)));
      insert.executeUpdate();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private Array array(
      String type,
      List<ConsumerRecord<byte[], byte[]>> records,
      Function<ConsumerRecord<byte[], byte[]>, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, records.stream().map(column).toArray());
  }

  /** Rows of a query as PostgreSQL copies them; how many. */
  long copyOut(String query, Path file) throws SQLException, IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("copy (" + query + ") to stdout", out);
    }
  }

  void copyIn(String table, Path file) throws SQLException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("copy " + table + " from stdin", in);
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
