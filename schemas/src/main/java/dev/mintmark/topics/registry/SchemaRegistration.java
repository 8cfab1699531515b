package dev.mintmark.topics.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers the schemas of framed topics in a registry that speaks Confluent's API, version 7, each
 * under {@link Topic#subject} with the catalogue's rule of compatibility. May be done again at any
 * time: what is there stays.
 */
public final class SchemaRegistration {
  /** Every version reads every earlier one. */
  public static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI registry;

  /**
   * @param registry base of the API, e.g. {@code http://127.0.0.1:8081/apis/ccompat/v7}
   */
  public SchemaRegistration(URI registry) {
    this.registry = registry;
  }

  /**
   * Registers what is missing.
   *
   * @param catalogue topics of any form; the raw ones need no registry and are left out
   * @return one state for each framed topic, in the catalogue's order
   * @throws IOException where the registry cannot be reached, or does not answer as one
   */
  public List<SchemaState> apply(List<Topic> catalogue) throws IOException, InterruptedException {
    List<SchemaState> states = new ArrayList<>();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build()) {
      for (Topic topic : catalogue) {
        if (topic.form() == Topic.Form.FRAMED) {
          states.add(apply(client, topic));
        }
      }
    }
    return List.copyOf(states);
  }

  /** The rule first, so that no schema ever comes in without it. */
  private SchemaState apply(HttpClient client, Topic topic)
      throws IOException, InterruptedException {
    ObjectNode rule = JSON.createObjectNode().put("compatibility", COMPATIBILITY);
    String config = "/config/" + topic.subject();
    HttpResponse<byte[]> answer = send(client, request(config).PUT(body(rule)));
    if (answer.statusCode() != 200) {
      throw unexpected("PUT", config, answer);
    }
    ObjectNode schema =
        JSON.createObjectNode().put("schema", topic.schema().toString()).put("schemaType", "AVRO");
    String versions = "/subjects/" + topic.subject() + "/versions";
    answer = send(client, request(versions).POST(body(schema)));
    JsonNode id = json(answer).path("id");
    if (answer.statusCode() == 200 && id.isInt()) {
      return new SchemaState.Registered(topic, id.intValue());
    }
    if (answer.statusCode() == 409) {
      return new SchemaState.Refused(topic, json(answer).path("message").asText());
    }
    throw unexpected("POST", versions, answer);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(registry + path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
        .header("Accept", "application/vnd.schemaregistry.v1+json");
  }

  private static BodyPublisher body(ObjectNode json) throws JsonProcessingException {
    return BodyPublishers.ofString(JSON.writeValueAsString(json));
  }

  private static HttpResponse<byte[]> send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    try {
      JsonNode node = JSON.readTree(answer.body());
      return node == null ? MissingNode.getInstance() : node;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private IOException unexpected(String method, String path, HttpResponse<byte[]> answer) {
    String words = json(answer).path("message").asText();
    return new IOException(
        "the schema registry at %s answered %d to %s %s%s"
            .formatted(
                registry, answer.statusCode(), method, path, words.isEmpty() ? "" : ": " + words));
  }
}
