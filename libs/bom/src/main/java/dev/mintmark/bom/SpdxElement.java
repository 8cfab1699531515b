package dev.mintmark.bom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One CycloneDX component as an element of SPDX. */
final class SpdxElement {
  private static final String PROPERTIES = "extension_CdxPropertiesExtension";

  private SpdxElement() {}

  static String type(JsonNode component) {
    String type = component.path("type").asText();
    if (type.equals("file")) {
      return "software_File";
    }
    if (type.equals("machine-learning-model")) {
      return "ai_AIPackage";
    }
    return component.at("/data/0/type").asText().equals("dataset")
        ? "dataset_DatasetPackage"
        : "software_Package";
  }

  private static String purpose(JsonNode component) {
    String type = component.path("type").asText();
    return switch (type) {
      case "machine-learning-model" -> "model";
      case "device-driver" -> "deviceDriver";
      case "operating-system" -> "operatingSystem";
      case "data" ->
          component.at("/data/0/type").asText().equals("configuration") ? "configuration" : "data";
      case "application", "container", "device", "file", "firmware", "framework", "library" -> type;
      default -> "other";
    };
  }

  static void describe(ObjectNode element, JsonNode component, String time) {
    boolean file = type(component).equals("software_File");
    element.put("name", component.path("name").asText());
    text(component, "description").ifPresent(text -> element.put("description", text));
    hashes(element, component);
    element.put("software_primaryPurpose", purpose(component));
    if (!file) {
      text(component, "version").ifPresent(text -> element.put("software_packageVersion", text));
      text(component, "purl").ifPresent(text -> element.put("software_packageUrl", text));
    }
    occurrences(component).ifPresent(text -> element.put("comment", text));
    references(element, component);
    extension(element, component);
    if (type(component).equals("ai_AIPackage")) {
      SpdxModel.describe(element, component);
      element.put("releaseTime", time);
    } else if (type(component).equals("dataset_DatasetPackage")) {
      element.putArray("dataset_datasetType").add("noAssertion");
    }
  }

  static Optional<String> text(JsonNode component, String field) {
    return Optional.of(component.path(field).asText()).filter(text -> !text.isEmpty());
  }

  private static void hashes(ObjectNode element, JsonNode component) {
    if (component.path("hashes").isEmpty()) {
      return;
    }
    ArrayNode hashes = element.putArray("verifiedUsing");
    for (JsonNode hash : component.path("hashes")) {
      hashes
          .addObject()
          .put("type", "Hash")
          .put("algorithm", hash.path("alg").asText().toLowerCase(Locale.ROOT).replace("-", ""))
          .put("hashValue", hash.path("content").asText());
    }
  }

  private static Optional<String> occurrences(JsonNode component) {
    List<String> places = new ArrayList<>();
    component
        .at("/evidence/occurrences")
        .forEach(occurrence -> places.add(occurrence.path("location").asText()));
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of("recorded in " + String.join(", ", places));
  }

  private static void references(ObjectNode element, JsonNode component) {
    if (component.path("externalReferences").isEmpty()) {
      return;
    }
    ArrayNode references = element.putArray("externalRef");
    for (JsonNode reference : component.path("externalReferences")) {
      boolean source = reference.path("type").asText().equals("vcs");
      ObjectNode each = references.addObject().put("type", "ExternalRef");
      each.put("externalRefType", source ? "vcs" : "other");
      each.putArray("locator").add(reference.path("url").asText());
      text(reference, "comment").ifPresent(text -> each.put("comment", text));
    }
  }

  private static void extension(ObjectNode element, JsonNode component) {
    if (component.path("properties").isEmpty()) {
      return;
    }
    ObjectNode extension = element.putArray("extension").addObject().put("type", PROPERTIES);
    ArrayNode properties = extension.putArray("extension_cdxProperty");
    for (JsonNode property : component.path("properties")) {
      properties
          .addObject()
          .put("type", "extension_CdxPropertyEntry")
          .put("extension_cdxPropName", property.path("name").asText())
          .put("extension_cdxPropValue", property.path("value").asText());
    }
  }
}
