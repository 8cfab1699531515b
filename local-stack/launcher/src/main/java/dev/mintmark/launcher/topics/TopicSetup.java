package dev.mintmark.launcher.topics;

import dev.mintmark.embedded.StackException;
import dev.mintmark.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
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
  private static final String ROOM = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
  private static final Duration LISTED_LIMIT = Duration.ofSeconds(30);
  private static final Duration LISTED_POLL = Duration.ofMillis(20);

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
      makeRoom(admin, present);
      int created = create(admin, missing);
      awaitListed(admin, missing);
      return created;
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

  /** The controller has made them; a client of the broker must find them as well. */
  private static void awaitListed(Admin admin, List<NewTopic> created)
      throws ExecutionException, InterruptedException {
    List<String> names = created.stream().map(NewTopic::name).toList();
    long deadline = System.nanoTime() + LISTED_LIMIT.toNanos();
    while (!admin.listTopics().names().get().containsAll(names)) {
      if (System.nanoTime() - deadline > 0) {
        throw new StackException(
            "STK-006", "Kafka made topics and does not list them; look into logs/stack.log");
      }
      Thread.sleep(LISTED_POLL);
    }
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
    Map<ConfigResource, String> wanted = new HashMap<>();
    for (NewTopic topic : present) {
      wanted.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
          Objects.requireNonNull(topic.configs().get(ROOM), topic.name()));
    }
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    admin
        .describeConfigs(wanted.keySet())
        .all()
        .get()
        .forEach((topic, config) -> {
          String most = Objects.requireNonNull(wanted.get(topic), topic.name());
          ConfigEntry now = config.get(ROOM);
          if (now == null || !most.equals(now.value())) {
            ConfigEntry entry = new ConfigEntry(ROOM, most);
            changes.put(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET)));
          }
        });
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
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
