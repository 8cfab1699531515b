package dev.mintmark.bom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One document's components and what binds them. */
final class SpdxParts {
  private static final String SUPPLIER = "supplier";

  private final Graph graph;
  private final Bom document;
  private final String time;
  private final Map<String, String> parts;
  private final Map<String, String> needs;
  private final Set<String> suppliers = new HashSet<>();

  SpdxParts(Graph graph, Bom document, String time) {
    this.graph = graph;
    this.document = document;
    this.time = time;
    this.parts = aggregates("assemblies");
    this.needs = aggregates("dependencies");
  }

  private Map<String, String> aggregates(String what) {
    Map<String, String> aggregates = new HashMap<>();
    for (JsonNode composition : document.json().path("compositions")) {
      String known =
          switch (composition.path("aggregate").asText()) {
            case "complete" -> "complete";
            case "incomplete" -> "incomplete";
            default -> "noAssertion";
          };
      composition.path(what).forEach(ref -> aggregates.put(ref.asText(), known));
    }
    return aggregates;
  }

  /** Writes everything; gives the IRI of what the document is of. */
  String write() {
    String root = component(document.subject());
    List<String> shipped = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (JsonNode component : document.json().path("components")) {
      String id = component(component);
      if (isRequired(component)) {
        required.add(id);
      } else if (!component.path("scope").asText().equals("excluded")) {
        shipped.add(id);
      }
    }
    graph.relationship(root, "contains", shipped, known(parts, document.subject()));
    graph.relationship(root, "hasRequirement", required, "incomplete");
    for (JsonNode dependency : document.json().path("dependencies")) {
      List<String> on = new ArrayList<>();
      dependency.path("dependsOn").forEach(ref -> on.add(id(ref.asText())));
      String from = dependency.path("ref").asText();
      graph.relationship(id(from), "dependsOn", on, needs.getOrDefault(from, "noAssertion"));
    }
    return root;
  }

  private static boolean isRequired(JsonNode component) {
    for (JsonNode property : component.path("properties")) {
      if (property.path("name").asText().equals("mintmark:requirement")) {
        return true;
      }
    }
    return false;
  }

  private String id(String ref) {
    return graph.id(document.of() + " " + ref);
  }

  private static String known(Map<String, String> aggregates, JsonNode component) {
    return aggregates.getOrDefault(component.path("bom-ref").asText(), "noAssertion");
  }

  private String component(JsonNode component) {
    String ref = component.path("bom-ref").asText();
    ObjectNode element = graph.element(SpdxElement.type(component), document.of() + " " + ref);
    SpdxElement.describe(element, component, time);
    supplier(element, component);
    String id = id(ref);
    license(id, component);
    List<String> inside = new ArrayList<>();
    component.path("components").forEach(part -> inside.add(component(part)));
    graph.relationship(id, "contains", inside, known(parts, component));
    List<String> ancestors = new ArrayList<>();
    component.at("/pedigree/ancestors").forEach(of -> ancestors.add(component(of)));
    graph.relationship(id, "descendantOf", ancestors, "complete");
    data(id, component);
    return id;
  }

  /** The release's own supplier for what ships with it and names no other. */
  private void supplier(ObjectNode element, JsonNode component) {
    String name = component.at("/supplier/name").asText();
    if (element.path("type").asText().equals("software_File")) {
      return;
    }
    if (name.equals(document.metadata().at("/supplier/name").asText())
        || element.path("type").asText().equals("ai_AIPackage")) {
      element.put("suppliedBy", graph.id(SUPPLIER));
    } else if (!name.isEmpty()) {
      String key = document.of() + " " + SUPPLIER + ":" + name;
      if (suppliers.add(name)) {
        graph.element("Agent", key).put("name", name);
      }
      element.put("suppliedBy", graph.id(key));
    }
  }

  private void license(String id, JsonNode component) {
    String expression = component.at("/licenses/0/expression").asText();
    if (!expression.isEmpty()) {
      graph.relationship(
          id, "hasDeclaredLicense", List.of(graph.license(expression)), "noAssertion");
    }
  }

  /** What a model was trained on and judged by. */
  private void data(String id, JsonNode component) {
    for (JsonNode dataset : component.at("/modelCard/modelParameters/datasets")) {
      String ref = dataset.path("ref").asText();
      if (ref.endsWith(":training")) {
        graph.relationship(id, "trainedOn", List.of(id(ref)), "complete");
      } else if (ref.endsWith(":validation")) {
        graph.relationship(id, "testedOn", List.of(id(ref)), "complete");
      }
    }
  }
}
