package dev.mintmark.compare.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.json.JsonComparison;
import dev.mintmark.compare.json.JsonDocument;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import java.util.List;
import java.util.Optional;

/** Compares OCI indexes and manifests. */
public final class ImageComparison {
  /** Annotations of an index that name each target's model manifest. */
  private static final String MODEL = "dev.mintmark.model.";

  private ImageComparison() {}

  /**
   * Compares two indexes or two manifests.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<ObjectNode>> both =
        Both.parse(place, pair, "a JSON object", findings, JsonDocument::parse);
    if (both.isEmpty()) {
      return false;
    }
    long before = findings.count();
    ObjectNode recorded = both.get().recorded();
    ObjectNode rebuilt = both.get().rebuilt();
    DescriptorWalk descriptors = new DescriptorWalk(place, pair, walk);
    descriptors(descriptors, recorded, rebuilt);
    models(descriptors, recorded.path("annotations"), rebuilt.path("annotations"));
    JsonComparison.compare(place, "$", recorded, rebuilt, findings);
    return findings.count() > before;
  }

  /** What has been walked into is made equal, so that the rest can be compared as JSON. */
  private static void descriptors(DescriptorWalk walk, ObjectNode recorded, ObjectNode rebuilt) {
    if (recorded.path("config").isObject() && rebuilt.path("config").isObject()) {
      walk.pair("$.config", "config", recorded.path("config"), rebuilt.path("config"));
      rebuilt.set("config", recorded.path("config"));
    }
    for (String field : List.of("manifests", "layers")) {
      if (recorded.path(field).isArray() && rebuilt.path(field).isArray()) {
        walk.lists(field, recorded.path(field), rebuilt.path(field));
        rebuilt.set(field, recorded.path(field));
      }
    }
  }

  private static void models(DescriptorWalk walk, JsonNode recorded, JsonNode rebuilt) {
    if (!(recorded instanceof ObjectNode one) || !(rebuilt instanceof ObjectNode two)) {
      return;
    }
    List<String> names = new java.util.ArrayList<>();
    one.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String first = one.path(name).asText();
      String second = two.path(name).asText();
      if (name.startsWith(MODEL)
          && Digest.isDigest(first)
          && Digest.isDigest(second)
          && !first.equals(second)) {
        String target = name.substring(MODEL.length());
        walk.into("model " + target, first, second, OciMediaTypes.MANIFEST);
        two.put(name, first);
      }
    }
  }
}
