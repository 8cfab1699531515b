package dev.mintmark.oci.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A registry in memory that takes pushes (distribution-spec 1.1), strict about order and digests,
 * on a free local port. Repositories are not kept apart.
 */
public final class PushableRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final boolean referrersApi;
  private final Map<String, byte[]> blobs = new LinkedHashMap<>();
  private final Map<String, Stored> manifests = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private int failures;
  private String failing = "none";
  private String location = "";
  private int elsewhere;

  private record Stored(byte[] bytes, String mediaType) {}

  /**
   * @param referrersApi whether it lists referrers, as registries before 1.1 do not
   */
  public PushableRegistry(boolean referrersApi) throws IOException {
    this.referrersApi = referrersApi;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Methods and paths, in order. */
  public List<String> requests() {
    return requests;
  }

  /** Requests of this method that changed something or tried to. */
  public long count(String method) {
    return requests.stream().filter(request -> request.startsWith(method + " ")).count();
  }

  public Map<String, String> tags() {
    return tags;
  }

  public boolean hasBlob(Digest digest) {
    return blobs.containsKey(digest.toString());
  }

  byte[] blob(Digest digest) {
    return blobs.getOrDefault(digest.toString(), new byte[0]);
  }

  public boolean hasManifest(Digest digest) {
    return manifests.containsKey(digest.toString());
  }

  /** The next requests of a method are answered 503 after half their bytes were taken. */
  public void fail(String method, int times) {
    failing = method;
    failures = times;
  }

  /** Uploads are sent on to another address from now on. */
  void sendUploadsTo(String address) {
    location = address;
  }

  /** HEAD for what is there is answered with this status and another host's address. */
  void keepElsewhere(int status) {
    elsewhere = status;
  }

  private boolean isElsewhere(String name) {
    return elsewhere != 0 && (blobs.containsKey(name) || manifests.containsKey(name));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      requests.add(method + " " + path);
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (method.equals(failing) && failures > 0) {
        failures--;
        if (method.equals("PATCH")) {
          upload(path).write(body, 0, body.length / 2);
        }
        reply(exchange, 503, new byte[0]);
        return;
      }
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (method.equals("HEAD") && isElsewhere(name)) {
        exchange.getResponseHeaders().set("Location", "http://192.0.2.1/" + name);
        reply(exchange, elsewhere, null);
      } else if (path.contains("/blobs/uploads/")) {
        upload(exchange, method, path, body);
      } else if (path.contains("/blobs/")) {
        reply(exchange, blobs.containsKey(name) ? 200 : 404, blobs.get(name));
      } else if (path.contains("/manifests/") && method.equals("PUT")) {
        manifest(exchange, name, body);
      } else if (path.contains("/manifests/")) {
        Stored stored = manifests.get(tags.getOrDefault(name, name));
        exchange
            .getResponseHeaders()
            .set("Content-Type", stored == null ? "text/plain" : stored.mediaType());
        reply(exchange, stored == null ? 404 : 200, stored == null ? null : stored.bytes());
      } else if (path.contains("/referrers/") && referrersApi) {
        exchange.getResponseHeaders().set("Content-Type", OciMediaTypes.INDEX);
        reply(exchange, 200, referrers(name));
      } else {
        reply(exchange, 404, null);
      }
    }
  }

  private ByteArrayOutputStream upload(String path) {
    return uploads.computeIfAbsent(path, key -> new ByteArrayOutputStream());
  }

  private void upload(HttpExchange exchange, String method, String path, byte[] body)
      throws IOException {
    String own = method.equals("POST") ? path + "upload-" + uploads.size() : path;
    exchange.getResponseHeaders().set("Location", location + own);
    ByteArrayOutputStream upload = upload(own);
    switch (method) {
      case "POST" -> reply(exchange, 202, null);
      case "GET" -> {
        exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, upload.size() - 1));
        reply(exchange, 204, null);
      }
      case "PATCH" -> {
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        boolean inOrder = range.equals(upload.size() + "-" + (upload.size() + body.length - 1));
        if (inOrder) {
          upload.write(body);
        }
        reply(exchange, inOrder ? 202 : 416, null);
      }
      default -> {
        upload.write(body);
        String digest = exchange.getRequestURI().getQuery().substring("digest=".length());
        boolean right = Digest.of(upload.toByteArray()).toString().equals(digest);
        if (right) {
          blobs.put(digest, upload.toByteArray());
        }
        uploads.remove(own);
        reply(exchange, right ? 201 : 400, "DIGEST_INVALID".getBytes(UTF_8));
      }
    }
  }

  private void manifest(HttpExchange exchange, String name, byte[] body) throws IOException {
    JsonNode json = JSON.readTree(body);
    for (JsonNode layer : json.path("layers")) {
      if (!blobs.containsKey(layer.path("digest").asText())) {
        reply(exchange, 400, "MANIFEST_BLOB_UNKNOWN".getBytes(UTF_8));
        return;
      }
    }
    for (JsonNode child : json.path("manifests")) {
      if (!manifests.containsKey(child.path("digest").asText())) {
        reply(exchange, 400, "MANIFEST_BLOB_UNKNOWN".getBytes(UTF_8));
        return;
      }
    }
    String digest = Digest.of(body).toString();
    manifests.put(digest, new Stored(body, exchange.getRequestHeaders().getFirst("Content-Type")));
    if (!name.startsWith("sha256:")) {
      tags.put(name, digest);
    }
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
    reply(exchange, 201, null);
  }

  private byte[] referrers(String subject) throws IOException {
    var index =
        JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", OciMediaTypes.INDEX);
    var list = index.putArray("manifests");
    for (Map.Entry<String, Stored> entry : manifests.entrySet()) {
      JsonNode manifest = JSON.readTree(entry.getValue().bytes());
      if (manifest.at("/subject/digest").asText().equals(subject)) {
        list.addObject()
            .put("mediaType", entry.getValue().mediaType())
            .put("digest", entry.getKey())
            .put("size", entry.getValue().bytes().length)
            .put("artifactType", manifest.path("artifactType").asText());
      }
    }
    return JSON.writeValueAsBytes(index);
  }

  private static void reply(HttpExchange exchange, int status, byte @Nullable [] body)
      throws IOException {
    byte[] sent = body == null || exchange.getRequestMethod().equals("HEAD") ? new byte[0] : body;
    exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
    if (sent.length > 0) {
      exchange.getResponseBody().write(sent);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
