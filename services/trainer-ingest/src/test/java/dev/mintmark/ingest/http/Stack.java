package dev.mintmark.ingest.http;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** Kafka and S3 for a test of the running service, with topics and tokens. */
public class Stack implements QuarkusTestResourceLifecycleManager {
  static final String CI = "ci-token-for-tests-1";
  static final String VIEWER = "viewer-token-for-tests-1";

  private @Nullable EmbeddedStack running;

  @Override
  public Map<String, String> start() {
    try {
      Path folder = Files.createTempDirectory("ingest-it");
      Path tokens = folder.resolve("tokens.json");
      Files.writeString(tokens, "{\"ci\":\"%s\",\"viewer\":\"%s\"}".formatted(CI, VIEWER));
      EmbeddedStack stack =
          EmbeddedStack.start(folder.resolve("stack"), Set.of(Part.KAFKA, Part.S3));
      running = stack;
      createTopics(stack.kafkaBootstrapServers());
      return Map.of(
          "mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers(),
          "mintmark.store.endpoint", stack.s3Endpoint().toString(),
          "mintmark.store.bucket", stack.s3Bucket(),
          "mintmark.store.access-key", stack.s3AccessKey(),
          "mintmark.store.secret-key", stack.s3SecretKey(),
          "mintmark.tokens-file", tokens.toString(),
          "mintmark.work-dir", folder.resolve("work").toString(),
          "mintmark.ingest.max-artifact-size", "64M",
          "quarkus.http.test-port", "0",
          "quarkus.http.host", "127.0.0.1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void createTopics(String bootstrapServers) {
    List<NewTopic> topics =
        TopicCatalogue.releases().stream()
            .flatMap(
                topic -> Stream.of(topic.name(), topic.deadLetters()).map(n -> topic(topic, n)))
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(topics).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static NewTopic topic(Topic topic, String name) {
    return new NewTopic(name, topic.partitions(), (short) 1);
  }

  @Override
  public void stop() {
    if (running != null) {
      running.close();
    }
  }
}
