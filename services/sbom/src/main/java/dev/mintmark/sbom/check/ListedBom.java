package dev.mintmark.sbom.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.sbom.release.SbomCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A document as a reader finds it, with its components by name. */
final class ListedBom {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String what;
  private final JsonNode json;
  private final List<ListedComponent> all = new ArrayList<>();
  private final Map<String, List<ListedComponent>> byName = new HashMap<>();

  /**
   * @param what for people, e.g. {@code image linux/arm64}
   */
  ListedBom(String what, byte[] document) {
    this.what = what;
    try {
      this.json = JSON.readTree(document);
    } catch (IOException e) {
      throw refused("it is not JSON");
    }
    json.path("components").forEach(component -> add(component, "", false));
    all.forEach(c -> byName.computeIfAbsent(c.text("name"), key -> new ArrayList<>()).add(c));
  }

  private void add(JsonNode component, String inside, boolean ancestor) {
    ListedComponent listed = new ListedComponent(component, inside, ancestor);
    all.add(listed);
    component.path("components").forEach(part -> add(part, listed.text("purl"), ancestor));
    component.path("pedigree").path("ancestors").forEach(of -> add(of, "", true));
  }

  JsonNode json() {
    return json;
  }

  ListedComponent subject() {
    return new ListedComponent(json.path("metadata").path("component"), "", false);
  }

  List<ListedComponent> all() {
    return all;
  }

  /** Refuses unless a component of that name fits. */
  ListedComponent require(String thing, String name, Predicate<ListedComponent> fits) {
    return byName.getOrDefault(name, List.of()).stream()
        .filter(fits)
        .findFirst()
        .orElseThrow(() -> refused("it does not list " + thing + " as it is"));
  }

  /** Refuses unless it holds. */
  void require(String thing, boolean holds) {
    if (!holds) {
      throw refused("it does not have " + thing);
    }
  }

  RefusedException refused(String found) {
    return SbomCode.INCOMPLETE.refused("the bill of materials of " + what, found);
  }

  /** Refuses components of one name for two things, and names of components that are not there. */
  void requireSoundReferences() {
    Set<String> given = new HashSet<>();
    given.add(subject().text("bom-ref"));
    for (ListedComponent component : all) {
      String ref = component.text("bom-ref");
      require("a bom-ref of its own for " + component.text("name"), given.add(ref));
    }
    require("whatever it says of dependencies", given.containsAll(used()));
  }

  private Set<String> used() {
    Set<String> used = new HashSet<>();
    for (JsonNode dependency : json.path("dependencies")) {
      used.add(dependency.path("ref").asText());
      dependency.path("dependsOn").forEach(on -> used.add(on.asText()));
    }
    for (JsonNode composition : json.path("compositions")) {
      composition.path("assemblies").forEach(ref -> used.add(ref.asText()));
      composition.path("dependencies").forEach(ref -> used.add(ref.asText()));
    }
    for (ListedComponent component : all) {
      component
          .json()
          .path("modelCard")
          .path("modelParameters")
          .path("datasets")
          .forEach(dataset -> used.add(dataset.path("ref").asText()));
    }
    return used;
  }

  /** Names of components of which only some, or nothing, is declared to be known. */
  Set<String> knownUnknowns() {
    Set<String> refs = new HashSet<>();
    for (JsonNode composition : json.path("compositions")) {
      String aggregate = composition.path("aggregate").asText();
      if (aggregate.equals("unknown") || aggregate.equals("incomplete")) {
        composition.path("assemblies").forEach(ref -> refs.add(ref.asText()));
      }
    }
    return refs;
  }

  /** What the component is said to need. */
  Set<String> needs(String ref) {
    Set<String> needs = new HashSet<>();
    for (JsonNode dependency : json.path("dependencies")) {
      if (dependency.path("ref").asText().equals(ref)) {
        dependency.path("dependsOn").forEach(on -> needs.add(on.asText()));
      }
    }
    return needs;
  }
}
