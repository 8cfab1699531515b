package dev.mintmark.contract.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The example with a program, vendored by apt and pip and published by a line of its own. */
final class ServerExample implements AutoCloseable {
  static final String RELEASE = "face-detect-server:v1.0.0";
  static final String REPOSITORY = "vision/face-detect-server";
  private static final String FILE = "examples/face-detect-server/release.yaml";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Line line;
  private final JsonNode index;

  private ServerExample(Line line) {
    this.line = line;
    this.index = Line.json(new String(get("manifests/v1.0.0", INDEX), UTF_8));
  }

  /** Vendors and builds; a mirror that has moved on from the locks skips. */
  static ServerExample publish(Path home) {
    Line line = Line.start(home);
    try {
      String file = Line.PROJECT.resolve(FILE).toString();
      Command vendor = line.mintmark("vendor", "-f", file);
      Assumptions.assumeFalse(
          vendor.toString().contains("VND-010"),
          "the mirror has moved on from the example's locks; name one that keeps old versions");
      assertThat(vendor.exit()).as(vendor::toString).isZero();
      Command build =
          line.mintmark("build", "-f", file, "--inputs", Inputs.folder().toString(), "--json");
      assertThat(build.exit()).as(build::toString).isZero();
      return new ServerExample(line);
    } catch (RuntimeException | Error e) {
      line.close();
      throw e;
    }
  }

  Line line() {
    return line;
  }

  /** Host, port and repository. */
  String image() {
    return line.url("registry").getAuthority() + "/" + REPOSITORY;
  }

  /** By which tools that go after digests name it. */
  String pinned() {
    return image() + "@" + indexDigest();
  }

  String indexDigest() {
    return line.show(RELEASE).path("index").asText();
  }

  /**
   * Digest of a platform's manifest.
   *
   * @param architecture e.g. {@code arm64}
   */
  String manifestDigest(String architecture) {
    for (JsonNode image : index.path("manifests")) {
      if (image.at("/platform/architecture").asText().equals(architecture)) {
        return image.path("digest").asText();
      }
    }
    throw new AssertionError("no image for " + architecture + " in " + index);
  }

  JsonNode manifest(String digest) {
    return Line.json(new String(get("manifests/" + digest, MANIFEST), UTF_8));
  }

  JsonNode config(String architecture) {
    String digest = manifest(manifestDigest(architecture)).at("/config/digest").asText();
    return Line.json(new String(get("blobs/" + digest, "*/*"), UTF_8));
  }

  /** The quantized model that the index names for a target. */
  byte[] model(String target) {
    String digest = index.path("annotations").path("dev.mintmark.model." + target).asText();
    for (JsonNode layer : manifest(digest).path("layers")) {
      if (layer.at("/annotations/org.opencontainers.image.title").asText().equals("model.onnx")) {
        return get("blobs/" + layer.path("digest").asText(), "*/*");
      }
    }
    throw new AssertionError("no model.onnx in " + digest + " of " + RELEASE);
  }

  /** Word for this machine's processors. */
  static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private byte[] get(String path, String type) {
    URI uri = line.url("registry").resolve("/v2/" + REPOSITORY + "/" + path);
    try {
      HttpResponse<byte[]> answer =
          HTTP.send(
              HttpRequest.newBuilder(uri).header("Accept", type).build(),
              BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(uri.toString()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new AssertionError(uri.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    line.close();
  }
}
