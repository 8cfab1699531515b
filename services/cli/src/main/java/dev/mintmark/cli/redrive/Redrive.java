package dev.mintmark.cli.redrive;

import dev.mintmark.cli.failure.BrokerTrouble;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Hands records off again: all that are asked for, or none. One that was answered already, or is
 * still to be worked on, is refused: it would be handed off twice.
 */
public final class Redrive {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int TIMEOUT_MILLIS = 15_000;

  private final Map<String, Object> access;
  private final Releases releases;

  /** Where a release's hand-offs are looked up; empty for an unknown one. */
  @FunctionalInterface
  public interface Releases {
    java.util.Optional<com.fasterxml.jackson.databind.JsonNode> find(String release);
  }

  /**
   * @param access of a Kafka client
   */
  public Redrive(Map<String, Object> access, Releases releases) {
    this.access = Map.copyOf(access);
    this.releases = releases;
  }

  /** A record that was, or would be, handed off again. */
  public record Driven(String position, String release, String id) {}

  /**
   * Checks all, then writes all.
   *
   * @param write false to check only
   * @throws CommandException CLI-108 for the first that may not be handed off again, CLI-109 when
   *     there is no such record
   */
  public List<Driven> run(Asked asked, boolean write) {
    List<Candidate> candidates = candidates(asked);
    if (candidates.isEmpty()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-109",
          "no record stands in %s partition %d from offset %d to %d"
              .formatted(asked.source(), asked.partition(), asked.from(), asked.to()));
    }
    long workedOn = asked.deadLetters() ? Long.MAX_VALUE : committed(asked);
    candidates.forEach(candidate -> require(candidate, workedOn));
    if (write) {
      send(candidates);
    }
    return candidates.stream().map(c -> new Driven(c.position(), c.release(), c.newId())).toList();
  }

  private void require(Candidate candidate, long workedOn) {
    if (candidate.message().offset() >= workedOn) {
      throw refused(candidate, "its step has not worked on it yet; wait, or see `mintmark status`");
    }
    var release = releases.find(candidate.release());
    if (release.isEmpty()) {
      if (!candidate.asked().deadLetters()) {
        throw refused(candidate, "the ledger does not know it yet; wait until it has caught up");
      }
      return;
    }
    Successors successors = new Successors(release.get());
    if (!candidate.asked().deadLetters() && !successors.knows(candidate.id())) {
      throw refused(candidate, "the ledger does not know it yet; wait until it has caught up");
    }
    for (String id : List.of(candidate.id(), candidate.newId())) {
      successors
          .of(id)
          .ifPresent(position -> {
            throw refused(candidate, "what followed it stands at " + position);
          });
    }
  }

  private static CommandException refused(Candidate candidate, String found) {
    return new CommandException(
        Exit.REFUSED,
        "CLI-108",
        "%s of %s is not handed off again: %s; nothing was written"
            .formatted(candidate.position(), candidate.release(), found));
  }

  private List<Candidate> candidates(Asked asked) {
    Map<String, Object> config = new HashMap<>(access);
    config.put("enable.auto.commit", false);
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "none");
    config.put("allow.auto.create.topics", false);
    config.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    TopicPartition partition = new TopicPartition(asked.source(), asked.partition());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<Candidate> found = new ArrayList<>();
      requireThere(consumer, partition);
      consumer.assign(List.of(partition));
      long end =
          Math.min(
              asked.to() + 1, consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
      consumer.seek(partition, asked.from());
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          if (message.offset() < end) {
            found.add(new Candidate(message, asked));
          }
        }
      }
      return found;
    } catch (OffsetOutOfRangeException e) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-109",
          "%s keeps nothing at offset %d any more".formatted(partition, asked.from()),
          e);
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  /** Kafka waits for a partition that is not there as if it were away. */
  private static void requireThere(Consumer<?, ?> consumer, TopicPartition partition) {
    List<PartitionInfo> infos = consumer.listTopics().getOrDefault(partition.topic(), List.of());
    if (partition.partition() >= infos.size()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-109",
          infos.isEmpty()
              ? "topic %s is not there; run `mintmark topics apply`".formatted(partition.topic())
              : "topic %s has partitions 0 to %d, no %d"
                  .formatted(partition.topic(), infos.size() - 1, partition.partition()));
    }
  }

  /** The offset behind what the step has worked on. */
  private long committed(Asked asked) {
    TopicPartition partition = new TopicPartition(asked.source(), asked.partition());
    try (Admin admin = Admin.create(access)) {
      @Nullable OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(asked.step())
              .partitionsToOffsetAndMetadata()
              .get()
              .get(partition);
      return offset == null ? 0 : offset.offset();
    } catch (ExecutionException | KafkaException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  /** In one transaction: all of them or none. */
  private void send(List<Candidate> candidates) {
    Map<String, Object> config = new HashMap<>(access);
    config.put("transactional.id", "mintmark-redrive");
    config.put("max.block.ms", TIMEOUT_MILLIS);
    // Above what any topic takes.
    config.put("max.request.size", 4 << 20);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      candidates.forEach(candidate -> producer.send(candidate.again()));
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw away(e);
    }
  }

  private CommandException away(Exception cause) {
    return cause instanceof KafkaException && cause.getCause() instanceof ConfigException
        ? BrokerTrouble.noAddress(access, cause)
        : BrokerTrouble.away(access, cause);
  }
}
