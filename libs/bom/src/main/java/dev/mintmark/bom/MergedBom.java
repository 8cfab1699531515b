package dev.mintmark.bom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import java.util.List;
import java.util.Set;

/**
 * All documents of a release in one CycloneDX document. Names inside of a document get what it is
 * of in front, so none is given twice; what each was attached to becomes a component, on which the
 * release depends.
 */
public final class MergedBom {
  private static final String RELEASE = "release";

  private final ObjectNode merged = CanonicalJson.object();
  private final ArrayNode components = merged.arrayNode();
  private final ArrayNode dependencies = merged.arrayNode();
  private final ArrayNode compositions = merged.arrayNode();

  private MergedBom() {}

  /**
   * Merges.
   *
   * @param index digest of the release's image index, {@code sha256:<hex>}
   * @param documents of one release, in the order in which they are told of
   */
  public static ObjectNode of(String index, List<Bom> documents) {
    return new MergedBom().merge(index, documents);
  }

  private ObjectNode merge(String index, List<Bom> documents) {
    Bom first = documents.getFirst();
    merged.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("serialNumber", "");
    merged.put("version", 1).set("metadata", metadata(index, first));
    ObjectNode release = dependencies.addObject().put("ref", RELEASE);
    ArrayNode parts = release.putArray("dependsOn");
    for (Bom document : documents) {
      String prefix = document.of() + " ";
      parts.add(prefix + document.subject().path("bom-ref").asText());
      components.add(renamed(document.subject(), prefix));
      document.json().path("components").forEach(c -> components.add(renamed(c, prefix)));
      document.json().path("dependencies").forEach(d -> dependencies.add(renamed(d, prefix)));
      document.json().path("compositions").forEach(c -> compositions.add(renamed(c, prefix)));
    }
    compositions.addObject().put("aggregate", "complete").putArray("assemblies").add(RELEASE);
    merged.set("components", components);
    merged.set("dependencies", dependencies);
    merged.set("compositions", compositions);
    merged.remove("serialNumber");
    String serial = Serial.of(CanonicalJson.write(merged));
    ObjectNode whole = CanonicalJson.object();
    whole.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("serialNumber", serial);
    merged.remove(List.of("bomFormat", "specVersion"));
    whole.setAll(merged);
    return whole;
  }

  private static ObjectNode metadata(String index, Bom first) {
    ObjectNode metadata = first.metadata().deepCopy();
    ObjectNode component = metadata.withObject("/component");
    component.put("bom-ref", RELEASE);
    component.put("description", "release: images of all platforms, models of all targets");
    String hex = index.substring(index.indexOf(':') + 1);
    component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", hex);
    String name = component.path("name").asText();
    component.put(
        "purl",
        "pkg:oci/%s@sha256%%3A%s?tag=%s"
            .formatted(
                name.substring(name.lastIndexOf('/') + 1),
                hex,
                component.path("version").asText().replace("+", "%2B")));
    component.remove("properties");
    return metadata;
  }

  /** A copy in which everything that names a component has the prefix. */
  private static JsonNode renamed(JsonNode node, String prefix) {
    JsonNode copy = node.deepCopy();
    rename(copy, prefix);
    return copy;
  }

  private static final Set<String> NAMES = Set.of("bom-ref", "ref");
  private static final Set<String> LISTS = Set.of("dependsOn", "assemblies");

  private static void rename(JsonNode node, String prefix) {
    if (node instanceof ObjectNode object) {
      for (String field : NAMES) {
        if (object.path(field).isTextual()) {
          object.put(field, prefix + object.path(field).asText());
        }
      }
      for (String field : LISTS) {
        list(object, field, prefix);
      }
      // Of a composition it is a list of names, of a document one of objects.
      if (object.has("aggregate")) {
        list(object, "dependencies", prefix);
      }
    }
    node.forEach(child -> rename(child, prefix));
  }

  private static void list(ObjectNode object, String field, String prefix) {
    if (object.path(field) instanceof ArrayNode names) {
      for (int i = 0; i < names.size(); i++) {
        names.set(i, names.textNode(prefix + names.get(i).asText()));
      }
    }
  }
}
