package dev.mintmark.cli.log;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.log.Checkpoint.End;
import dev.mintmark.cli.log.Checkpoint.Read;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Digest;
import dev.mintmark.topics.Topic;
import dev.mintmark.verify.key.SigningKey;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Adds to a backup what the log has more, and a signed checkpoint behind it. */
final class LogExport {
  private final LiveLog log;
  private final Backup backup;
  private final SigningKey key;

  LogExport(LiveLog log, Backup backup, SigningKey key) {
    this.log = log;
    this.backup = backup;
    this.key = key;
  }

  /**
   * Exports.
   *
   * @param topics what is kept for ever
   * @return the new checkpoint
   */
  Checkpoint run(List<Topic> topics, java.util.function.LongFunction<Progress> progress) {
    backup.create();
    List<Checkpoint> before = backup.checkpoints(key.verificationKey());
    Optional<Checkpoint> last = before.isEmpty() ? Optional.empty() : Optional.of(before.getLast());
    List<TopicPartition> partitions = log.partitions(topics);
    // First the readers: what they have read is then surely among what is exported.
    Map<String, Map<TopicPartition, Long>> readers = log.groups();
    Map<TopicPartition, Long> ends = log.ends(partitions);
    List<End> exported = new ArrayList<>();
    Map<TopicPartition, NavigableMap<Long, Long>> counts = new HashMap<>();
    try (Progress bar = progress.apply(more(last, ends))) {
      for (TopicPartition partition : partitions) {
        End from =
            last.map(c -> c.end(partition.topic(), partition.partition()))
                .orElse(
                    new End(partition.topic(), partition.partition(), 0, 0, Checkpoint.BEGINNING));
        NavigableMap<Long, Long> offsets = new TreeMap<>();
        exported.add(append(partition, from, ends.getOrDefault(partition, 0L), offsets, bar));
        counts.put(partition, offsets);
      }
    }
    Checkpoint checkpoint =
        new Checkpoint(
            before.size() + 1,
            last.map(c -> Digest.of(c.bytes())),
            log.cluster(),
            exported,
            reads(readers, counts, exported));
    backup.add(checkpoint, key);
    return checkpoint;
  }

  private static long more(Optional<Checkpoint> last, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(e ->
            e.getValue()
                - last.map(c -> c.end(e.getKey().topic(), e.getKey().partition()).next())
                    .orElse(0L))
        .sum();
  }

  private End append(
      TopicPartition partition,
      End from,
      long end,
      NavigableMap<Long, Long> offsets,
      Progress bar) {
    Path file = backup.records(partition.topic(), partition.partition());
    Digest[] chain = {from.chain()};
    long[] records = {from.records()};
    try (BufferedWriter out = Files.newBufferedWriter(restart(file, from, offsets), options())) {
      log.read(
          partition,
          from.next(),
          end,
          message -> {
            chain[0] = message.link(chain[0]);
            offsets.put(message.offset(), ++records[0]);
            write(out, message.line(chain[0]));
            bar.advance(1);
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e, e);
    }
    return new End(partition.topic(), partition.partition(), end, records[0], chain[0]);
  }

  private static java.nio.file.OpenOption[] options() {
    return new java.nio.file.OpenOption[] {
      java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND
    };
  }

  /** Takes away what an export that was broken off has left behind the last checkpoint. */
  private static Path restart(Path file, End from, NavigableMap<Long, Long> offsets)
      throws IOException {
    if (!Files.exists(file)) {
      return file;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (BufferedReader in = Files.newBufferedReader(file);
        BufferedWriter out = Files.newBufferedWriter(part)) {
      for (long n = 1; n <= from.records(); n++) {
        String line = in.readLine();
        if (line == null) {
          break;
        }
        offsets.put(parse(file, n, line).message().offset(), n);
        out.write(line);
        out.write('\n');
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return file;
  }

  private static LogRecord.Line parse(Path file, long number, String line) {
    try {
      return LogRecord.parse(line);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          Exit.REFUSED,
          "CLI-105",
          "line %d of %s is no exported record: %s; export into another folder, or into a whole copy"
              .formatted(number, file.getFileName(), e.getMessage()),
          e);
    }
  }

  private static void write(BufferedWriter out, String line) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In records, not offsets: what a transaction writes between them is not restored. */
  private static List<Read> reads(
      Map<String, Map<TopicPartition, Long>> readers,
      Map<TopicPartition, NavigableMap<Long, Long>> counts,
      List<End> exported) {
    List<Read> reads = new ArrayList<>();
    readers.forEach((group, offsets) -> {
      for (End end : exported) {
        TopicPartition partition = new TopicPartition(end.topic(), end.partition());
        Long next = offsets.get(partition);
        if (next != null) {
          Map.Entry<Long, Long> behind =
              counts.getOrDefault(partition, new TreeMap<>()).lowerEntry(next);
          reads.add(
              new Read(
                  group, end.topic(), end.partition(), behind == null ? 0 : behind.getValue()));
        }
      }
    });
    return reads;
  }
}
