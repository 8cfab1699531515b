package dev.mintmark.contract.fault;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.mintmark.content.Digest;
import dev.mintmark.contract.line.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Looks at log, bucket and ledger at rest: each hand-off of each release exactly once, each
 * artifact with its own bytes, each row of the ledger a record of the log.
 */
final class Look {
  private final Surroundings surroundings;
  private final LedgerRows rows;
  private final Set<Path> hashed = new HashSet<>();

  /**
   * @param patience how long the ledger may take to write the last rows
   */
  Look(Surroundings surroundings, Duration patience) {
    this.surroundings = surroundings;
    this.rows = new LedgerRows(surroundings, patience);
  }

  /**
   * Looks at everything; the ledger is waited for.
   *
   * @param releases that were requested
   */
  Findings at(Set<String> releases) throws IOException, SQLException {
    List<ConsumerRecord<byte[], byte[]>> records = Log.read(surroundings.bootstrapServers());
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (String release : releases) {
      handOffs(release, records, lost, doubled);
    }
    ids(records, doubled);
    strangers(records, releases, wrong);
    wrong.addAll(rows.differences(records, lost));
    artifacts(records, lost, wrong);
    return new Findings(releases.size(), records.size(), lost, doubled, wrong);
  }

  private static void handOffs(
      String release,
      List<ConsumerRecord<byte[], byte[]>> records,
      List<String> lost,
      List<String> doubled) {
    Map<String, Long> found =
        Log.topicsOf(records, release).stream().collect(groupingBy(topic -> topic, counting()));
    for (String topic : Log.published()) {
      if (!found.containsKey(topic)) {
        lost.add(release + " is not on " + topic);
      }
    }
    found.forEach((topic, count) -> {
      if (count > 1) {
        doubled.add(release + " is " + count + " times on " + topic);
      }
      if (!Log.published().contains(topic)) {
        lost.add(release + " ended on " + topic);
      }
    });
  }

  private static void ids(List<ConsumerRecord<byte[], byte[]>> records, List<String> doubled) {
    Map<String, Long> ids =
        records.stream()
            .flatMap(message -> Stream.ofNullable(message.headers().lastHeader("ce_id")))
            .map(Header::value)
            .collect(groupingBy(id -> new String(id, StandardCharsets.UTF_8), counting()));
    ids.forEach((id, count) -> {
      if (count > 1) {
        doubled.add("event " + id + " is there " + count + " times");
      }
    });
  }

  private static void strangers(
      List<ConsumerRecord<byte[], byte[]>> records, Set<String> releases, List<String> wrong) {
    for (String release : Log.releases(records)) {
      if (!releases.contains(release)) {
        wrong.add("nobody requested " + release);
      }
    }
  }

  private void artifacts(
      List<ConsumerRecord<byte[], byte[]>> records, List<String> lost, List<String> wrong)
      throws IOException {
    Map<String, Path> there = new HashMap<>();
    for (Path file : files("sha256")) {
      String name = file.getFileName().toString();
      there.put(name, file);
      // An artifact never changes: once hashed, always right.
      if (!hashed.contains(file)) {
        if (Digest.of(file).hex().equals(name)) {
          hashed.add(file);
        } else {
          wrong.add("artifact " + name + " has other bytes");
        }
      }
    }
    for (ConsumerRecord<byte[], byte[]> message : records) {
      Digest value = Digest.of(message.value());
      if (!there.containsKey(value.hex())) {
        lost.add("no artifact of the event " + value + " on " + message.topic());
      }
    }
    for (String digest : rows.artifacts()) {
      if (!there.containsKey(digest.replace("sha256:", ""))) {
        lost.add("no artifact " + digest + ", which an event names");
      }
    }
    // No test damages what is stored.
    for (Path file : files("quarantine")) {
      wrong.add("in quarantine: " + file.getFileName());
    }
  }

  private List<Path> files(String folder) throws IOException {
    Path root = surroundings.bucket().resolve(folder);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
