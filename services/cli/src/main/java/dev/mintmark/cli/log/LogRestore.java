package dev.mintmark.cli.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.log.Checkpoint.End;
import dev.mintmark.cli.log.Checkpoint.Read;
import dev.mintmark.cli.terminal.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a checked backup into a cluster whose topics are empty: every record as it was, in its
 * partition and order. Offsets close up, because a transaction's own marks are not restored; so a
 * record says where it stood first, and groups read on by count.
 */
final class LogRestore {
  /** What a record says of where it stood first; steps know it. */
  static final String REDRIVEN = "mintmark_redriven";

  private static final int IN_FLIGHT = 1_000;

  private final LiveLog log;
  private final Backup backup;
  private final Checkpoint last;

  LogRestore(LiveLog log, Backup backup, Checkpoint last) {
    this.log = log;
    this.backup = backup;
    this.last = last;
  }

  /**
   * Restores.
   *
   * @return how many records
   * @throws CommandException CLI-103 when a topic is not empty, CLI-102 when one is not there
   */
  long run(LongFunction<Progress> progress) {
    List<TopicPartition> partitions =
        last.ends().stream().map(e -> new TopicPartition(e.topic(), e.partition())).toList();
    requireEmpty(partitions);
    long restored = 0;
    try (Progress bar = progress.apply(last.records());
        KafkaProducer<byte[], byte[]> producer = producer()) {
      for (End end : last.ends()) {
        restored += restore(end, producer, bar);
      }
    }
    Map<String, Map<TopicPartition, Long>> groups = new HashMap<>();
    for (Read read : last.groups()) {
      groups
          .computeIfAbsent(read.group(), g -> new HashMap<>())
          .put(new TopicPartition(read.topic(), read.partition()), read.records());
    }
    groups.forEach(log::commit);
    return restored;
  }

  private void requireEmpty(List<TopicPartition> partitions) {
    log.ends(partitions)
        .forEach((partition, end) -> {
          if (end > 0) {
            throw new CommandException(
                Exit.REFUSED,
                "CLI-103",
                "cannot restore into %s: it is not empty; restore into a new cluster, after `mintmark topics apply`"
                    .formatted(partition));
          }
        });
  }

  private long restore(End end, KafkaProducer<byte[], byte[]> producer, Progress bar) {
    Path file = backup.records(end.topic(), end.partition());
    if (!Files.exists(file)) {
      return 0;
    }
    List<Future<?>> sent = new ArrayList<>();
    long restored = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine();
          line != null && restored < end.records();
          line = in.readLine()) {
        sent.add(producer.send(message(end, LogRecord.parse(line).message())));
        restored++;
        bar.advance(1);
        if (sent.size() == IN_FLIGHT) {
          acknowledged(sent);
        }
      }
      acknowledged(sent);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
    return restored;
  }

  private static ProducerRecord<byte[], byte[]> message(End end, LogRecord message) {
    RecordHeaders headers = new RecordHeaders(message.headers().toArray(new Header[0]));
    if (message.header(REDRIVEN).isEmpty()) {
      headers.add(
          REDRIVEN,
          "%s/%d@%d".formatted(end.topic(), end.partition(), message.offset()).getBytes(UTF_8));
    }
    return new ProducerRecord<>(
        end.topic(), end.partition(), message.timestamp(), message.key(), message.value(), headers);
  }

  private static void acknowledged(List<Future<?>> sent) {
    try {
      for (Future<?> one : sent) {
        one.get();
      }
      sent.clear();
    } catch (ExecutionException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-104",
          "the broker did not take a record: %s; restore again into an empty cluster"
              .formatted(e.getCause()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(log.access());
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
