package dev.mintmark.compare.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.align.Alignment;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.json.JsonComparison;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares lists of descriptors. Where both sides refer to different bytes, the place is in these
 * bytes: digest and size only follow from them.
 */
final class DescriptorWalk {
  private final Place place;
  private final Pair pair;
  private final Walk walk;

  DescriptorWalk(Place place, Pair pair, Walk walk) {
    this.place = place;
    this.pair = pair;
    this.walk = walk;
  }

  /** Aligned by platform where every descriptor has one of its own, otherwise in order. */
  void lists(String field, JsonNode recorded, JsonNode rebuilt) {
    List<JsonNode> one = elements(recorded);
    List<JsonNode> two = elements(rebuilt);
    Optional<Alignment> byPlatform = Alignment.byKey(platforms(one), platforms(two));
    Alignment alignment =
        byPlatform.orElseGet(() -> Alignment.byPosition(one, two, DescriptorWalk::isSame));
    for (Alignment.Match match : alignment.matches()) {
      element(field, match, one, two);
    }
    if (!alignment.sameOrder()) {
      walk.findings()
          .add(
              place.in("$." + field + ": order"),
              String.join(", ", platforms(one)),
              String.join(", ", platforms(two)),
              Cause.KEY_ORDER);
    }
  }

  private static boolean isSame(JsonNode recorded, JsonNode rebuilt) {
    return recorded.equals(rebuilt);
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  private static List<String> platforms(List<JsonNode> descriptors) {
    return descriptors.stream().map(DescriptorWalk::platform).toList();
  }

  private static String platform(JsonNode descriptor) {
    JsonNode platform = descriptor.path("platform");
    if (!platform.isObject()) {
      return "";
    }
    String variant = platform.path("variant").asText();
    String name = platform.path("os").asText() + "/" + platform.path("architecture").asText();
    return variant.isEmpty() ? name : name + "/" + variant;
  }

  private void element(
      String field, Alignment.Match match, List<JsonNode> recorded, List<JsonNode> rebuilt) {
    if (match.rebuilt() == Alignment.NONE) {
      JsonNode only = recorded.get(match.recorded());
      walk.findings().onlyRecorded(place.in(label(field, match.recorded(), only)), only.toString());
    } else if (match.recorded() == Alignment.NONE) {
      JsonNode only = rebuilt.get(match.rebuilt());
      walk.findings().onlyRebuilt(place.in(label(field, match.rebuilt(), only)), only.toString());
    } else {
      JsonNode one = recorded.get(match.recorded());
      JsonNode two = rebuilt.get(match.rebuilt());
      String path = "$." + field + "[" + match.recorded() + "]";
      pair(path, label(field, match.recorded(), one), one, two);
    }
  }

  /** {@code manifest linux/arm64}, {@code layer 2}. */
  private static String label(String field, int index, JsonNode descriptor) {
    String singular = field.substring(0, field.length() - 1);
    String platform = platform(descriptor);
    return singular + " " + (platform.isEmpty() ? index : platform);
  }

  /**
   * Compares two descriptors and what they refer to.
   *
   * @param path of the descriptor
   * @param label of what is behind it
   */
  void pair(String path, String label, JsonNode recorded, JsonNode rebuilt) {
    String one = recorded.path("digest").asText();
    String two = rebuilt.path("digest").asText();
    boolean leads =
        recorded instanceof ObjectNode
            && rebuilt instanceof ObjectNode
            && !one.equals(two)
            && Digest.isDigest(one)
            && Digest.isDigest(two);
    if (!leads) {
      JsonComparison.compare(place, path, recorded, rebuilt, walk.findings());
      return;
    }
    JsonComparison.compare(place, path, without(recorded), without(rebuilt), walk.findings());
    into(label, one, two, mediaType(recorded, rebuilt));
  }

  void into(String label, String recorded, String rebuilt, String mediaType) {
    Pair others = pair.others(Digest.parse(recorded), Digest.parse(rebuilt));
    walk.into(place.in(label), others, mediaType);
  }

  private static String mediaType(JsonNode recorded, JsonNode rebuilt) {
    String type = recorded.path("mediaType").asText();
    return type.isEmpty() || !type.equals(rebuilt.path("mediaType").asText())
        ? MediaTypes.OCTET_STREAM
        : type;
  }

  private static JsonNode without(JsonNode descriptor) {
    JsonNode rest = descriptor.deepCopy();
    if (rest instanceof ObjectNode object) {
      object.remove(List.of("digest", "size"));
    }
    return rest;
  }
}
