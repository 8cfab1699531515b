package dev.mintmark.kit.testing;

import dev.mintmark.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics of the catalogue on a broker of the tests. */
public final class Topics {
  private Topics() {}

  /** Makes them with their dead letters. */
  public static void create(String bootstrapServers, List<Topic> topics) {
    List<NewTopic> wanted = topics.stream().flatMap(Topics::withDeadLetters).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(wanted).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Stream<NewTopic> withDeadLetters(Topic topic) {
    return Stream.of(
        new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()),
        new NewTopic(topic.deadLetters(), topic.partitions(), (short) 1)
            .configs(topic.deadLetterConfig()));
  }
}
