package dev.mintmark.contract.fault;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What an operator does to consumer groups. */
final class Groups implements AutoCloseable {
  private final Admin admin;

  Groups(String bootstrapServers) {
    admin =
        Admin.create(
            Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 1_000));
  }

  /** Deletes a stopped group and gives what it had committed. */
  Map<TopicPartition, OffsetAndMetadata> delete(String group)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(
                Map.of(group, new ListConsumerGroupOffsetsSpec()),
                new ListConsumerGroupOffsetsOptions().requireStable(true))
            .partitionsToOffsetAndMetadata(group)
            .get();
    // Static members stay until their session times out.
    admin
        .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
        .all()
        .get();
    admin.deleteConsumerGroups(List.of(group)).all().get();
    return committed;
  }

  /** As {@code kafka-consumer-groups --reset-offsets --from-file}. */
  void restore(String group, Map<TopicPartition, OffsetAndMetadata> committed)
      throws ExecutionException, InterruptedException {
    admin.alterConsumerGroupOffsets(group, committed).all().get();
  }

  /** Scales down: what a dead instance had is free at once. */
  void forget(String group, String instance) throws ExecutionException, InterruptedException {
    admin.fenceProducers(List.of("mintmark-" + group + "-" + instance)).all().get();
    admin
        .removeMembersFromConsumerGroup(
            group,
            new RemoveMembersFromConsumerGroupOptions(
                List.of(new MemberToRemove(group + "-" + instance))))
        .all()
        .get();
  }

  @Override
  public void close() {
    admin.close();
  }
}
