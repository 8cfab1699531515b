package dev.mintmark.contract.line;

import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of a broker that no launcher has started. */
public final class Topics {
  private Topics() {}

  /** Creates all of the catalogue, and their dead letters. */
  public static void create(String bootstrapServers) {
    List<NewTopic> topics = TopicCatalogue.all().stream().flatMap(Topics::withDeadLetters).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Stream<NewTopic> withDeadLetters(Topic topic) {
    return Stream.of(topic.name(), topic.deadLetters())
        .map(name -> new NewTopic(name, topic.partitions(), (short) 1));
  }
}
