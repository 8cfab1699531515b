package dev.mintmark.bom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A model's card in the words of SPDX's AI profile. */
final class SpdxModel {
  private SpdxModel() {}

  static void describe(ObjectNode element, JsonNode component) {
    SpdxElement.text(component, "purl")
        .ifPresent(purl -> element.put("software_downloadLocation", purl));
    JsonNode card = component.path("modelCard");
    SpdxElement.text(card.path("modelParameters"), "modelArchitecture")
        .ifPresent(text -> element.putArray("ai_typeOfModel").add(text));
    SpdxElement.text(component.path("pedigree"), "notes")
        .ifPresent(text -> element.put("ai_informationAboutTraining", text));
    List<String> limits = new ArrayList<>();
    card.at("/considerations/technicalLimitations").forEach(limit -> limits.add(limit.asText()));
    if (!limits.isEmpty()) {
      element.put("ai_limitation", String.join("; ", limits));
    }
    JsonNode metrics = card.at("/quantitativeAnalysis/performanceMetrics");
    if (!metrics.isEmpty()) {
      ArrayNode listed = element.putArray("ai_metric");
      for (JsonNode metric : metrics) {
        String slice = metric.path("slice").asText();
        entry(
            listed,
            metric.path("type").asText() + (slice.isEmpty() ? "" : " on " + slice),
            metric.path("value").asText());
      }
    }
    for (JsonNode property : component.path("properties")) {
      if (property.path("name").asText().equals("mintmark:gate:minimum")) {
        entry(
            element.putArray("ai_metricDecisionThreshold"),
            metrics.path(0).path("type").asText(),
            property.path("value").asText());
      }
    }
  }

  private static void entry(ArrayNode list, String key, String value) {
    list.addObject().put("type", "DictionaryEntry").put("key", key).put("value", value);
  }
}
