package dev.mintmark.launcher.topics;

import dev.mintmark.embedded.StackException;
import dev.mintmark.topics.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of the catalogue and their dead letters that are not there yet. */
public final class TopicSetup {
  private TopicSetup() {}

  /**
   * @return how many were created
   * @throws StackException STK-022 where a topic has another number of partitions: its keys would
   *     change partition, and a release its order
   */
  public static int apply(String bootstrapServers, List<Topic> catalogue)
      throws ExecutionException, InterruptedException {
    List<NewTopic> wanted = wanted(catalogue);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Set<String> there = admin.listTopics().names().get();
      List<NewTopic> missing = wanted.stream().filter(t -> !there.contains(t.name())).toList();
      List<NewTopic> present = wanted.stream().filter(t -> there.contains(t.name())).toList();
      requireSamePartitions(admin, present);
      makeRoom(admin, present);
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
      wanted.add(newTopic(topic.name(), topic, topic.config()));
      wanted.add(newTopic(topic.deadLetters(), topic, topic.deadLetterConfig()));
    }
    return wanted;
  }

  /** Topics that an older version created take smaller records than the newest one hands off. */
  private static void makeRoom(Admin admin, List<NewTopic> present)
      throws ExecutionException, InterruptedException {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (NewTopic topic : present) {
      String most = topic.configs().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
          List.of(
              new AlterConfigOp(
                  new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, most),
                  AlterConfigOp.OpType.SET)));
    }
    admin.incrementalAlterConfigs(changes).all().get();
  }

  private static NewTopic newTopic(String name, Topic topic, Map<String, String> config) {
    return new NewTopic(name, topic.partitions(), (short) 1).configs(config);
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
