package dev.mintmark.contract.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.process.ServiceDoor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** Debian's docker-registry, for what is carried on from the line's own. */
record SecondRegistry(ServiceDoor door, Process process) implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  static SecondRegistry start(Path folder) throws IOException {
    Assumptions.assumeTrue(
        Command.isThere("docker-registry"),
        "docker-registry is not there; apt install docker-registry");
    Files.createDirectories(folder);
    ServiceDoor door = ServiceDoor.free();
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("data"), door.port()));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    SecondRegistry registry = new SecondRegistry(door, process);
    Awaitility.await("docker-registry")
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> registry.get("/v2/").statusCode() == 200);
    return registry;
  }

  String host() {
    return door.url().getAuthority();
  }

  String manifest(String repository, String tag) throws IOException {
    HttpResponse<String> answer = get("/v2/" + repository + "/manifests/" + tag);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Of the bytes that it serves under the tag. */
  String digest(String repository, String tag) throws IOException {
    return Digest.of(manifest(repository, tag).getBytes(UTF_8)).toString();
  }

  private HttpResponse<String> get(String path) throws IOException {
    URI uri = door.url().resolve(path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(uri).header("Accept", MANIFESTS).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ServiceDoor.stop(process);
  }
}
