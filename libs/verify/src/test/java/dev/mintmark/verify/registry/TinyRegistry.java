package dev.mintmark.verify.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One repository of an OCI registry (distribution-spec 1.1, pulling and referrers), in memory, on a
 * free local port. It serves what it was given, also under a wrong digest.
 */
public final class TinyRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private final PlainServer server;
  private final String prefix;
  private final Map<String, Stored> manifests = new LinkedHashMap<>();
  private final Map<String, byte[]> blobs = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  record Stored(byte[] bytes, String mediaType) {}

  public TinyRegistry(String repository) {
    this.prefix = "/v2/" + repository + "/";
    this.server = new PlainServer(this::answer);
  }

  public URI uri() {
    return URI.create("http://" + host());
  }

  public String host() {
    return "127.0.0.1:" + server.port();
  }

  /** Paths that were asked for, in order. */
  public List<String> requests() {
    return requests;
  }

  public Digest blob(byte[] bytes) {
    blobs.put(Digest.of(bytes).toString(), bytes.clone());
    return Digest.of(bytes);
  }

  public Digest manifest(byte[] bytes, String mediaType) {
    manifests.put(Digest.of(bytes).toString(), new Stored(bytes.clone(), mediaType));
    return Digest.of(bytes);
  }

  public void tag(String tag, Digest digest) {
    tags.put(tag, digest.toString());
  }

  public void remove(Digest digest) {
    blobs.remove(digest.toString());
    manifests.remove(digest.toString());
  }

  /** What is served under the digest. */
  public byte[] served(Digest digest) {
    byte[] blob = blobs.get(digest.toString());
    if (blob != null) {
      return blob.clone();
    }
    Stored manifest = manifests.get(digest.toString());
    if (manifest == null) {
      throw new IllegalArgumentException("nothing is served under " + digest);
    }
    return manifest.bytes().clone();
  }

  /** From now on other bytes are served under the digest, be it a blob's or a manifest's. */
  public void swap(Digest digest, byte[] bytes) {
    String key = digest.toString();
    blobs.computeIfPresent(key, (k, old) -> bytes.clone());
    manifests.computeIfPresent(key, (k, old) -> new Stored(bytes.clone(), old.mediaType()));
  }

  private @Nullable Stored answer(String target) throws IOException {
    URI uri = URI.create(target);
    String path = uri.getPath();
    requests.add(path);
    if (path.equals("/v2/")) {
      return new Stored("{}".getBytes(UTF_8), "application/json");
    }
    return path.startsWith(prefix)
        ? find(path.substring(prefix.length()), uri.getRawQuery())
        : null;
  }

  private @Nullable Stored find(String path, @Nullable String query) throws IOException {
    String name = path.substring(path.indexOf('/') + 1);
    if (path.startsWith("manifests/")) {
      return manifests.get(tags.getOrDefault(name, name));
    }
    if (path.startsWith("blobs/") && blobs.get(name) != null) {
      return new Stored(blobs.get(name), "application/octet-stream");
    }
    return path.startsWith("referrers/") ? referrers(name, query) : null;
  }

  private Stored referrers(String subject, @Nullable String query) throws IOException {
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
    var list = index.putArray("manifests");
    for (Map.Entry<String, Stored> entry : manifests.entrySet()) {
      JsonNode manifest = JSON.readTree(entry.getValue().bytes());
      String type = manifest.path("artifactType").asText();
      if (manifest.at("/subject/digest").asText().equals(subject) && isAsked(type, query)) {
        ObjectNode descriptor = list.addObject();
        descriptor.put("mediaType", entry.getValue().mediaType()).put("digest", entry.getKey());
        descriptor.put("size", entry.getValue().bytes().length).put("artifactType", type);
        descriptor.set("annotations", manifest.path("annotations"));
      }
    }
    return new Stored(JSON.writeValueAsBytes(index), INDEX);
  }

  private static boolean isAsked(String artifactType, @Nullable String query) {
    return query == null || URLDecoder.decode(query, UTF_8).equals("artifactType=" + artifactType);
  }

  @Override
  public void close() {
    server.close();
  }
}
