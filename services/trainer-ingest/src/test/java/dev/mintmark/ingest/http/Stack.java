package dev.mintmark.ingest.http;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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
      Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.releases());
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

  @Override
  public void stop() {
    if (running != null) {
      running.close();
    }
  }
}
