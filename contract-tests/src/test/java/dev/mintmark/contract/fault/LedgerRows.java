package dev.mintmark.contract.fault;

import dev.mintmark.content.Digest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The ledger's tables beside the log that they were made from. */
final class LedgerRows {
  private final Surroundings surroundings;
  private final Duration patience;

  LedgerRows(Surroundings surroundings, Duration patience) {
    this.surroundings = surroundings;
    this.patience = patience;
  }

  /**
   * What is in one of them only.
   *
   * @param lost gets what is not in the ledger
   * @return what is only in the ledger, and what it could not read
   */
  List<String> differences(List<ConsumerRecord<byte[], byte[]>> log, List<String> lost) {
    TreeSet<String> wanted = new TreeSet<>();
    log.forEach(message -> wanted.add(row(message)));
    TreeSet<String> found = await(wanted);
    for (String row : wanted) {
      if (!found.contains(row)) {
        lost.add("not in the ledger: " + row);
      }
    }
    found.removeAll(wanted);
    return found.stream().map(row -> "only in the ledger: " + row).toList();
  }

  private TreeSet<String> await(TreeSet<String> wanted) {
    try {
      Awaitility.await()
          .atMost(patience)
          .ignoreExceptions()
          .until(() -> rows().containsAll(wanted));
    } catch (ConditionTimeoutException e) {
      // What is missing is said by whoever asked.
    }
    return rows();
  }

  private TreeSet<String> rows() {
    return new TreeSet<>(
        query(
            "select topic || '/' || partition || '@' || log_offset || ' ' || event_id || ' '"
                + " || value_digest from ledger.hand_off"
                + " union all"
                + " select topic || '/' || partition || '@' || log_offset || ' dead ' || code"
                + " from ledger.dead_record"));
  }

  /** Every artifact that a row names. */
  List<String> artifacts() {
    return query(
        "select distinct a ->> 'digest' from ledger.hand_off,"
            + " jsonb_array_elements(artifacts) as a");
  }

  private static String row(ConsumerRecord<byte[], byte[]> message) {
    Header id = message.headers().lastHeader("ce_id");
    String value = Digest.of(message.value()).toString();
    return "%s/%d@%d %s %s"
        .formatted(
            message.topic(),
            message.partition(),
            message.offset(),
            id == null ? firstId(value) : new String(id.value(), StandardCharsets.UTF_8),
            value);
  }

  /** The id of a request whose producer gave it none, as the documents define it. */
  private static String firstId(String value) {
    String hex = value.substring(value.indexOf(':') + 1);
    return Digest.of((hex + "\nrequest\nlive").getBytes(StandardCharsets.UTF_8)).hex();
  }

  private List<String> query(String sql) {
    try (Connection connection = surroundings.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
