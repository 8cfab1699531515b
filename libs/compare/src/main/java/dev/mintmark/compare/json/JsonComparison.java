package dev.mintmark.compare.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.evidence.Evidence;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares JSON values by path. Objects in arrays are aligned by the first of {@link #IDENTITIES}
 * that names them all; an element is then named by its index on the recorded side, or on the
 * rebuilt side where only that has it.
 */
public final class JsonComparison {
  private static final List<String> IDENTITIES =
      List.of("bom-ref", "ref", "path", "name", "rung", "digest", "uri", "id");

  private final Place place;
  private final Findings findings;

  private JsonComparison(Place place, Findings findings) {
    this.place = place;
    this.findings = findings;
  }

  /**
   * Compares two documents.
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
    JsonComparison comparison = new JsonComparison(place, findings);
    comparison.values("$", "", recorded, rebuilt);
    Optional<Both<String>> payloads = Payload.ofEnvelopes(recorded, rebuilt);
    payloads.ifPresent(found -> Payload.compare(place, found, walk));
    return findings.count() > before;
  }

  /**
   * Compares two parts of documents.
   *
   * @param path of both
   */
  public static void compare(
      Place place, String path, JsonNode recorded, JsonNode rebuilt, Findings findings) {
    new JsonComparison(place, findings).values(path, "", recorded, rebuilt);
  }

  private void values(String path, String hint, JsonNode recorded, JsonNode rebuilt) {
    if (recorded instanceof ObjectNode one && rebuilt instanceof ObjectNode two) {
      objects(path, one, two);
    } else if (recorded instanceof ArrayNode one && rebuilt instanceof ArrayNode two) {
      arrays(path, hint, one, two);
    } else if (!recorded.equals(rebuilt)) {
      add(path, shown(recorded), shown(rebuilt), cause(hint, recorded, rebuilt));
    }
  }

  private static @Nullable Cause cause(String hint, JsonNode recorded, JsonNode rebuilt) {
    boolean alike = recorded.isValueNode() && rebuilt.isValueNode();
    return alike ? Evidence.orNull(hint, recorded.asText(), rebuilt.asText()) : null;
  }

  private void objects(String path, ObjectNode recorded, ObjectNode rebuilt) {
    Set<String> keys = new LinkedHashSet<>(names(recorded));
    keys.addAll(names(rebuilt));
    for (String key : keys) {
      String at = JsonPath.key(path, key);
      JsonNode one = recorded.get(key);
      JsonNode two = rebuilt.get(key);
      if (one == null) {
        findings.onlyRebuilt(place.in(at), shown(rebuilt.path(key)));
      } else if (two == null) {
        findings.onlyRecorded(place.in(at), shown(one));
      } else {
        values(at, key, one, two);
      }
    }
    order(path, "keys", names(recorded), names(rebuilt));
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void order(String path, String what, List<String> recorded, List<String> rebuilt) {
    List<String> one = new ArrayList<>(recorded);
    one.retainAll(new LinkedHashSet<>(rebuilt));
    List<String> two = new ArrayList<>(rebuilt);
    two.retainAll(new LinkedHashSet<>(recorded));
    if (!one.equals(two)) {
      String at = path + ": order of " + what;
      add(at, String.join(", ", one), String.join(", ", two), Cause.KEY_ORDER);
    }
  }

  private void arrays(String path, String hint, ArrayNode recorded, ArrayNode rebuilt) {
    List<JsonNode> one = elements(recorded);
    List<JsonNode> two = elements(rebuilt);
    if (one.equals(two)) {
      return;
    }
    if (counted(one).equals(counted(two))) {
      String at = path + ": order of elements";
      add(at, shown(recorded), shown(rebuilt), Cause.KEY_ORDER);
      return;
    }
    for (String identity : IDENTITIES) {
      List<String> ones = identities(one, identity);
      List<String> twos = identities(two, identity);
      Optional<Alignment> aligned = Alignment.byKey(ones, twos);
      if (aligned.isPresent()) {
        elements(path, hint, one, two, aligned.get());
        order(path, "elements by " + identity, ones, twos);
        return;
      }
    }
    elements(path, hint, one, two, Alignment.byPosition(one, two, JsonNode::equals));
  }

  private void elements(
      String path, String hint, List<JsonNode> one, List<JsonNode> two, Alignment alignment) {
    for (Alignment.Match match : alignment.matches()) {
      if (match.isBoth()) {
        String at = JsonPath.index(path, match.recorded());
        values(at, hint, one.get(match.recorded()), two.get(match.rebuilt()));
      } else if (match.rebuilt() == Alignment.NONE) {
        Place at = place.in(JsonPath.index(path, match.recorded()));
        findings.onlyRecorded(at, shown(one.get(match.recorded())));
      } else {
        Place at = place.in(JsonPath.index(path, match.rebuilt()));
        findings.onlyRebuilt(at, shown(two.get(match.rebuilt())));
      }
    }
  }

  private static List<JsonNode> elements(ArrayNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  private static SortedMap<String, Integer> counted(List<JsonNode> elements) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    elements.forEach(element -> counts.merge(element.toString(), 1, Integer::sum));
    return counts;
  }

  private static List<String> identities(List<JsonNode> elements, String key) {
    return elements.stream().map(element -> element.path(key).asText()).toList();
  }

  private void add(String path, String recorded, String rebuilt, @Nullable Cause cause) {
    findings.add(place.in(path), recorded, rebuilt, cause);
  }

  /** JSON text: a string in quotes, so that it is told from a number. */
  static String shown(JsonNode value) {
    return value.toString();
  }
}
