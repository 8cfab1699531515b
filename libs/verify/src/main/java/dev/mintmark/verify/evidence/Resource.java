package dev.mintmark.verify.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that was used or made (in-toto, resource_descriptor.md).
 *
 * @param name its place in the request, or the type of a hand-off
 * @param uri where it comes from, when that is known
 * @param algorithm of the digest, {@code sha256} or {@code gitCommit}
 * @param digest lower-case hex
 */
public record Resource(
    String name,
    Optional<String> uri,
    String algorithm,
    String digest,
    Optional<String> mediaType,
    SortedMap<String, String> annotations) {
  public Resource {
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** Bytes with a SHA-256. */
  public static Resource of(String name, String hex, String mediaType, Map<String, String> notes) {
    return new Resource(
        name, Optional.empty(), "sha256", hex, Optional.of(mediaType), new TreeMap<>(notes));
  }

  /** The same with where it comes from. */
  public Resource from(String origin) {
    return new Resource(name, Optional.of(origin), algorithm, digest, mediaType, annotations);
  }

  ObjectNode json() {
    ObjectNode json = CanonicalJson.object();
    json.put("name", name);
    uri.ifPresent(value -> json.put("uri", value));
    json.putObject("digest").put(algorithm, digest);
    mediaType.ifPresent(value -> json.put("mediaType", value));
    if (!annotations.isEmpty()) {
      annotations.forEach(json.putObject("annotations")::put);
    }
    return json;
  }
}
