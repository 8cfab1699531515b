package dev.mintmark.cli.topics;

import dev.mintmark.cli.failure.BrokerTrouble;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.pause.Pause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;

/** A Kafka cluster, as far as its topics go. Deletes and changes nothing. */
public final class Cluster implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 15_000;

  private static final int ATTEMPTS = 20;

  private final String bootstrapServers;
  private final Pause pause;
  private final Admin admin;

  /**
   * Connects.
   *
   * @param access bootstrap servers, and whatever else a client needs
   * @throws CommandException CLI-051 when the address is none
   */
  public Cluster(Map<String, Object> access, Pause pause) {
    this.bootstrapServers = String.valueOf(access.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    this.pause = pause;
    Map<String, Object> config = new HashMap<>(access);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 3);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    try {
      this.admin = Admin.create(config);
    } catch (KafkaException e) {
      throw BrokerTrouble.noAddress(
          Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), e);
    }
  }

  /** Every wanted topic, held against what is there. */
  public List<TopicState> compare(List<WantedTopic> wanted) {
    Map<String, TopicState.Found> found = found(wanted);
    return wanted.stream()
        .map(topic -> TopicState.of(topic, Optional.ofNullable(found.get(topic.name()))))
        .toList();
  }

  /**
   * Creates topics with the broker's own replication factor, unless one is named.
   *
   * @param replicas 0 for the broker's own
   */
  public void create(List<WantedTopic> topics, int replicas) {
    Optional<Short> factor = replicas == 0 ? Optional.empty() : Optional.of((short) replicas);
    List<NewTopic> created = new ArrayList<>();
    for (WantedTopic topic : topics) {
      created.add(
          new NewTopic(topic.name(), Optional.of(topic.partitions()), factor)
              .configs(topic.config()));
    }
    get(admin.createTopics(created).all(), "create topics");
    awaitVisible(topics);
  }

  /** The controller has created them; the broker that is asked may learn of it a moment later. */
  private void awaitVisible(List<WantedTopic> topics) {
    List<String> names = topics.stream().map(WantedTopic::name).toList();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      if (get(admin.listTopics().names(), "list topics").containsAll(names)) {
        return;
      }
      pause.beforeAttempt(attempt);
    }
  }

  private Map<String, TopicState.Found> found(List<WantedTopic> wanted) {
    Set<String> there = get(admin.listTopics().names(), "list topics");
    List<String> names = wanted.stream().map(WantedTopic::name).filter(there::contains).toList();
    Map<String, TopicDescription> descriptions =
        get(admin.describeTopics(names).allTopicNames(), "describe topics");
    Map<ConfigResource, Config> configs =
        get(
            admin
                .describeConfigs(
                    names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all(),
            "read the settings of topics");
    Map<String, TopicState.Found> found = new HashMap<>();
    descriptions.forEach((name, topic) -> {
      Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
      Map<String, String> settings = config == null ? Map.of() : values(config);
      found.put(name, new TopicState.Found(topic.partitions().size(), settings));
    });
    return found;
  }

  private static Map<String, String> values(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  private <T> T get(KafkaFuture<T> future, String what) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      boolean away = cause instanceof RetriableException;
      throw new CommandException(
          away ? Exit.NOT_REACHABLE : Exit.FAILURE,
          away ? "CLI-050" : "CLI-052",
          "cannot %s at %s: %s; %s"
              .formatted(
                  what,
                  bootstrapServers,
                  cause.getMessage(),
                  away ? "is the broker up?" : "the broker's log says more"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while waiting", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
