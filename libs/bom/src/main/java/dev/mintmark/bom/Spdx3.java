package dev.mintmark.bom;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * SPDX 3.0.1, JSON-LD in its compact form: one {@code software_Sbom} for each CycloneDX document,
 * all in one {@code SpdxDocument}. Profiles: core, software and simple licensing; models and data
 * use the classes of the AI and dataset profiles without everything that those ask for.
 */
public final class Spdx3 {
  private static final String CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld";

  private Spdx3() {}

  /** The document; the same documents in the same order give the same. */
  public static ObjectNode of(List<Bom> documents) {
    Bom first = documents.getFirst();
    Graph graph = new Graph(namespace(documents));
    String supplier = first.metadata().path("supplier").path("name").asText();
    String time = first.metadata().path("timestamp").asText();
    ObjectNode agent = graph.element("Organization", "supplier").put("name", supplier);
    JsonNode tool = first.metadata().at("/tools/components/0");
    graph
        .element("Tool", "tool")
        .put("name", tool.path("name").asText() + " " + tool.path("version").asText());
    List<String> sboms = new ArrayList<>();
    for (Bom document : documents) {
      sboms.add(sbom(graph, document, time));
    }
    ObjectNode document = graph.element("SpdxDocument", "document");
    document.put("name", first.subject().path("name").asText());
    document.putArray("profileConformance").add("core").add("software").add("simpleLicensing");
    sboms.forEach(document.putArray("rootElement")::add);
    List<String> ids = graph.ids();
    ArrayNode listed = document.putArray("element");
    ids.stream().filter(id -> !id.equals(graph.id("document"))).forEach(listed::add);

    ObjectNode whole = CanonicalJson.object().put("@context", CONTEXT);
    ArrayNode all = whole.putArray("@graph");
    ObjectNode creation = all.addObject().put("type", "CreationInfo").put("@id", Graph.CREATION);
    creation.put("specVersion", "3.0.1").put("created", time);
    creation.putArray("createdBy").add(agent.path("spdxId").asText());
    creation.putArray("createdUsing").add(graph.id("tool"));
    all.addAll(graph.elements());
    return whole;
  }

  private static String namespace(List<Bom> documents) {
    StringBuilder serials = new StringBuilder();
    documents.forEach(
        each -> serials.append(each.of()).append(' ').append(each.serial()).append('\n'));
    return Serial.of(serials.toString().getBytes(UTF_8));
  }

  private static String sbom(Graph graph, Bom document, String time) {
    int before = graph.ids().size();
    SpdxParts parts = new SpdxParts(graph, document, time);
    String root = parts.write();
    List<String> elements = graph.ids().subList(before, graph.ids().size());
    ObjectNode sbom = graph.element("software_Sbom", document.of() + " sbom");
    sbom.put("name", document.of()).put("comment", "made of " + document.serial());
    sbom.putArray("software_sbomType").add("build");
    sbom.putArray("rootElement").add(root);
    elements.forEach(sbom.putArray("element")::add);
    return sbom.path("spdxId").asText();
  }
}
