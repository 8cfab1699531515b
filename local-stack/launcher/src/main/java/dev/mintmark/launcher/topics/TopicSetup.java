package dev.mintmark.launcher.topics;

import dev.mintmark.embedded.StackException;
import dev.mintmark.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the catalogue and their dead letters that are not there yet. */
public final class TopicSetup {
  private TopicSetup() {}

  /**
   * @param client settings of a client that may make topics
   * @return how many were created
   * @throws StackException STK-022 where a topic has another number of partitions: its keys would
   *     change partition, and a release its order
   */
  public static int apply(Map<String, Object> client, List<Topic> catalogue)
      throws ExecutionException, InterruptedException {
    List<NewTopic> wanted = wanted(catalogue);
    try (Admin admin = Admin.create(client)) {
      Set<String> there = admin.listTopics().names().get();
      List<NewTopic> missing = wanted.stream().filter(t -> !there.contains(t.name())).toList();
      List<NewTopic> present = wanted.stream().filter(t -> there.contains(t.name())).toList();
      requireSamePartitions(admin, present);
      return create(admin, missing);
    }
  }

  /** One that is there after all is as good: a broker lists a new topic a moment later. */
  private static int create(Admin admin, List<NewTopic> missing)
      throws ExecutionException, InterruptedException {
    int count = 0;
    for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
      try {
        created.get();
        count++;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    return count;
  }

  private static List<NewTopic> wanted(List<Topic> catalogue) {
    List<NewTopic> wanted = new ArrayList<>();
    for (Topic topic : catalogue) {
      wanted.add(newTopic(topic.name(), topic, topic.cleanupPolicy(), topic.retentionMillis()));
      wanted.add(newTopic(topic.deadLetters(), topic, TopicConfig.CLEANUP_POLICY_DELETE, -1));
    }
    return wanted;
  }

  private static NewTopic newTopic(
      String name, Topic topic, String cleanupPolicy, long retentionMillis) {
    return new NewTopic(name, topic.partitions(), (short) 1)
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                cleanupPolicy,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retentionMillis),
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1"));
  }

  private static void requireSamePartitions(Admin admin, List<NewTopic> present)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> found =
        admin.describeTopics(present.stream().map(NewTopic::name).toList()).allTopicNames().get();
    for (NewTopic topic : present) {
      TopicDescription description = found.get(topic.name());
      if (description != null && description.partitions().size() != topic.numPartitions()) {
        throw new StackException(
            "STK-022",
            "topic "
                + topic.name()
                + " has "
                + description.partitions().size()
                + " partitions and the catalogue says "
                + topic.numPartitions()
                + "; a topic's partitions never change: use a new home");
      }
    }
  }
}
