package dev.mintmark.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.ingest.request.PlainJson;
import dev.mintmark.ingest.request.RequestRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is written by hand; here it is held against the schema and the code. */
class OpenApiTest {
  private JsonNode document;

  @BeforeEach
  void read() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/META-INF/openapi.yaml")) {
      document = new YAMLMapper().readTree(in);
    }
  }

  @Test
  void givesAnExampleThatTheDoorTakes() throws IOException {
    JsonNode example =
        document.at("/paths/~1v1~1builds/post/requestBody/content/application~1json/example");

    BuildRequested request = PlainJson.read(Fixture.JSON.writeValueAsBytes(example));

    assertThat(RequestRules.firstFault(request)).isEmpty();
  }

  @Test
  void saysOfARequestWhatTheSchemaSays() {
    Set<String> seen = new HashSet<>();
    check(BuildRequested.getClassSchema(), seen);
    assertThat(seen).hasSizeGreaterThan(8);
  }

  private void check(Schema schema, Set<String> seen) {
    switch (schema.getType()) {
      case ARRAY -> check(schema.getElementType(), seen);
      case UNION -> check(schema.getTypes().get(1), seen);
      case RECORD -> {
        if (seen.add(schema.getName())) {
          checkRecord(schema);
          schema.getFields().forEach(field -> check(field.schema(), seen));
        }
      }
      default -> {}
    }
  }

  private void checkRecord(Schema schema) {
    JsonNode described = document.at("/components/schemas/" + schema.getName());
    assertThat(names(described.get("properties")))
        .as(schema.getName())
        .containsExactlyElementsOf(schema.getFields().stream().map(Field::name).toList());
    List<String> required = new ArrayList<>();
    described.get("required").forEach(name -> required.add(name.textValue()));
    assertThat(required)
        .as(schema.getName())
        .containsExactlyElementsOf(
            schema.getFields().stream()
                .filter(field -> !field.hasDefaultValue())
                .map(Field::name)
                .toList());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
