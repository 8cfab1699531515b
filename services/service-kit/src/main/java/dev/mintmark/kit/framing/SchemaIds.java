package dev.mintmark.kit.framing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Ids of schemas in a registry that speaks Confluent's API, version 7. Only asks: the build
 * registers, a service never does.
 */
public final class SchemaIds {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI registry;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * @param registry base of the API, e.g. {@code http://127.0.0.1:8081/apis/ccompat/v7}
   */
  public SchemaIds(URI registry) {
    this.registry = registry;
  }

  /** The subject of a topic's values. */
  public static String subject(Topic topic) {
    return topic.subject();
  }

  /**
   * The id of the topic's schema as this program has it.
   *
   * @throws IOException where the registry cannot be asked, or does not answer as one
   * @throws IllegalStateException KIT-051 where the schema is not registered
   */
  public int find(Topic topic) throws IOException, InterruptedException {
    String body =
        JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("schema", topic.schema().toString())
                .put("schemaType", "AVRO"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject(topic)))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() == 404) {
      throw new IllegalStateException(
          "the schema of %s is not in the registry at %s; run `mintmark topics apply` (KIT-051)"
              .formatted(topic.name(), registry));
    }
    JsonNode id = response.statusCode() == 200 ? JSON.readTree(response.body()).get("id") : null;
    if (id == null || !id.isInt()) {
      throw new IOException(
          "the schema registry at %s answered %d".formatted(registry, response.statusCode()));
    }
    return id.intValue();
  }
}
