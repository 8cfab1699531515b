package dev.mintmark.cli.log;

import dev.mintmark.cli.log.Checkpoint.End;
import dev.mintmark.content.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Holds a backup's records, or a live log's, against the backup's signed checkpoints. */
final class LogCheck {
  private final Backup backup;
  private final List<Checkpoint> checkpoints;

  /**
   * @param checkpoints verified, at least one
   */
  LogCheck(Backup backup, List<Checkpoint> checkpoints) {
    this.backup = backup;
    this.checkpoints = List.copyOf(checkpoints);
  }

  /** What is wrong with the files; none where all records are those of the checkpoints. */
  List<Fault> files() {
    List<Fault> faults = new ArrayList<>();
    for (End end : checkpoints.getLast().ends()) {
      file(end).ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<Fault> file(End end) {
    Path file = backup.records(end.topic(), end.partition());
    if (!Files.exists(file)) {
      return end.records() == 0 ? Optional.empty() : fault(end, null, "its file is gone");
    }
    Map<Long, Digest> marks = marks(end.topic(), end.partition());
    Digest chain = Checkpoint.BEGINNING;
    long records = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        LogRecord.Line read;
        try {
          read = LogRecord.parse(line);
        } catch (IllegalArgumentException e) {
          return fault(end, null, "line " + (records + 1) + ": " + e.getMessage());
        }
        chain = read.message().link(chain);
        records++;
        if (!chain.toString().equals(read.chain())) {
          return fault(
              end,
              read.message().offset(),
              "this record, or one before it, was changed or removed");
        }
        Digest mark = marks.get(records);
        if (mark != null && !mark.equals(chain)) {
          return fault(end, read.message().offset(), "a signed checkpoint knows another log");
        }
      }
    } catch (CharacterCodingException e) {
      return fault(end, null, "behind line " + records + " it is no text");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
    if (records < end.records()) {
      return fault(
          end,
          null,
          "it ends after %d of %d records: it was cut".formatted(records, end.records()));
    }
    return records == end.records()
        ? Optional.empty()
        : fault(
            end,
            null,
            "%d records behind the last checkpoint; export again"
                .formatted(records - end.records()));
  }

  /** What the live log says otherwise; none where it still has all that was exported. */
  List<Fault> live(LiveLog log) {
    Checkpoint last = checkpoints.getLast();
    if (!last.cluster().equals(log.cluster())) {
      return List.of(
          new Fault(
              "cluster",
              0,
              Optional.empty(),
              "the backup is of cluster %s, this is %s".formatted(last.cluster(), log.cluster())));
    }
    List<TopicPartition> partitions =
        last.ends().stream().map(e -> new TopicPartition(e.topic(), e.partition())).toList();
    Map<TopicPartition, Long> begins = log.beginnings(partitions);
    Map<TopicPartition, Long> ends = log.ends(partitions);
    List<Fault> faults = new ArrayList<>();
    for (End end : last.ends()) {
      TopicPartition partition = new TopicPartition(end.topic(), end.partition());
      if (begins.getOrDefault(partition, 0L) > 0) {
        fault(end, 0L, "its beginning was deleted").ifPresent(faults::add);
      } else if (ends.getOrDefault(partition, 0L) < end.next()) {
        fault(end, ends.get(partition), "it ends here: it was cut").ifPresent(faults::add);
      } else {
        compared(log, partition, end).ifPresent(faults::add);
      }
    }
    return faults;
  }

  private Optional<Fault> compared(LiveLog log, TopicPartition partition, End end) {
    Path file = backup.records(end.topic(), end.partition());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (BufferedReader exported = Files.newBufferedReader(file)) {
      Comparison comparison = new Comparison(exported);
      log.read(partition, 0, end.next(), comparison::next);
      if (comparison.firstOther != null) {
        return fault(end, comparison.firstOther, "this record is not the exported one");
      }
      return comparison.records < end.records()
          ? fault(
              end, null, "%d of %d records are there".formatted(comparison.records, end.records()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  /** A live partition beside its exported lines, which were checked before. */
  private static final class Comparison {
    private final BufferedReader exported;
    private Digest chain = Checkpoint.BEGINNING;
    private long records;
    private @org.jspecify.annotations.Nullable Long firstOther;

    Comparison(BufferedReader exported) {
      this.exported = exported;
    }

    void next(LogRecord live) {
      chain = live.link(chain);
      records++;
      try {
        String line = exported.readLine();
        boolean same = line != null && LogRecord.parse(line).chain().equals(chain.toString());
        if (!same && firstOther == null) {
          firstOther = live.offset();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Map<Long, Digest> marks(String topic, int partition) {
    Map<Long, Digest> marks = new HashMap<>();
    for (Checkpoint checkpoint : checkpoints) {
      End end = checkpoint.end(topic, partition);
      if (end.records() > 0) {
        marks.put(end.records(), end.chain());
      }
    }
    return marks;
  }

  private static Optional<Fault> fault(
      End end, @org.jspecify.annotations.Nullable Long offset, String found) {
    return Optional.of(new Fault(end.topic(), end.partition(), Optional.ofNullable(offset), found));
  }
}
