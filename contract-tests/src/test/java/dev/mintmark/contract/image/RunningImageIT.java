package dev.mintmark.contract.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example with a program: vendored by apt and pip, built by the line, pulled by skopeo, run
 * from its own files alone, with the model that was released for this machine.
 */
@Tag("long")
class RunningImageIT {
  private static final String EXAMPLE = "examples/face-detect-server/release.yaml";
  private static final String RELEASE = "face-detect-server:v1.0.0";
  private static final String REPOSITORY = "vision/face-detect-server";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** Of the one face in the smoke test's picture, in shares of it. */
  private static final double[] FACE = {0.30, 0.31, 0.70, 0.71};

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Line line;

  @BeforeAll
  static void publish() {
    Inputs.require();
    for (String tool : List.of("skopeo", "apt-get", "pip3", "tar", "chroot")) {
      Assumptions.assumeTrue(
          Command.isThere(tool), tool + " is not there; apt install skopeo python3-pip");
    }
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root may chroot; run as root");
    line = Line.start(folder.resolve("home"));
    String file = Line.PROJECT.resolve(EXAMPLE).toString();
    Command vendor = line.mintmark("vendor", "-f", file);
    Assumptions.assumeFalse(
        vendor.toString().contains("VND-010"),
        "the mirror has moved on from the example's locks; name one that keeps old versions");
    assertThat(vendor.exit()).as(vendor::toString).isZero();
    Command build =
        line.mintmark("build", "-f", file, "--inputs", Inputs.folder().toString(), "--json");
    assertThat(build.exit()).as(build::toString).isZero();
  }

  @AfterAll
  static void stop() {
    if (line != null) {
      line.close();
    }
  }

  @Test
  void findsTheFace() throws Exception {
    PulledImage image =
        PulledImage.pull(
            line.url("registry").getAuthority() + "/" + REPOSITORY + ":v1.0.0", folder);
    Files.write(image.root().resolve("model.onnx"), model());
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(image.command())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().clear();
    image
        .config()
        .at("/config/Env")
        .forEach(variable -> {
          String[] parts = variable.asText().split("=", 2);
          builder.environment().put(parts[0], parts[1]);
        });
    builder.environment().put("MINTMARK_MODEL", "/model.onnx");
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("PORT", Integer.toString(port));
    Process server = builder.start();
    try {
      JsonNode faces = Line.json(detect(server, port)).path("faces");
      assertThat(faces).as(faces.toString()).hasSize(1);
      for (int i = 0; i < FACE.length; i++) {
        assertThat(faces.at("/0/box/" + i).asDouble()).isCloseTo(FACE[i], within(0.05));
      }
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static String detect(Process server, int port) throws Exception {
    URI base = URI.create("http://127.0.0.1:" + port);
    Awaitility.await("the server")
        .atMost(Duration.ofMinutes(5))
        .ignoreExceptions()
        .until(() -> {
          assertThat(server.isAlive()).isTrue();
          return HTTP.send(
                      HttpRequest.newBuilder(base.resolve("/healthz")).build(),
                      BodyHandlers.discarding())
                  .statusCode()
              == 200;
        });
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(base.resolve("/detect"))
                .POST(HttpRequest.BodyPublishers.ofFile(sample()))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static Path sample() throws IOException {
    try (var samples = Files.list(Inputs.folder().resolve("smoke"))) {
      return samples
          .filter(file -> file.toString().endsWith(".npy"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  /** The quantized one that the index names for this machine. */
  private static byte[] model() throws Exception {
    String target = "cpu-" + (System.getProperty("os.arch").equals("amd64") ? "amd64" : "arm64");
    String manifest =
        Line.json(new String(get("manifests/v1.0.0", INDEX), UTF_8))
            .path("annotations")
            .path("dev.mintmark.model." + target)
            .asText();
    for (JsonNode layer :
        Line.json(new String(get("manifests/" + manifest, MANIFEST), UTF_8)).path("layers")) {
      if (layer.at("/annotations/org.opencontainers.image.title").asText().equals("model.onnx")) {
        return get("blobs/" + layer.path("digest").asText(), "*/*");
      }
    }
    throw new AssertionError("no model.onnx in " + manifest + " of " + RELEASE);
  }

  private static byte[] get(String path, String type) throws Exception {
    URI uri = line.url("registry").resolve("/v2/" + REPOSITORY + "/" + path);
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri).header("Accept", type).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).as(uri.toString()).isEqualTo(200);
    return answer.body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
