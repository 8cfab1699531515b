package dev.mintmark.contract.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.line.SharedLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A release that the line published, taken by other people's clients from our registry to a folder
 * and to another registry: it stays what it was. Each test skips where its client is not there, and
 * says so.
 */
@ExtendWith(SharedLine.class)
class CopiedReleaseIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static Line line;
  private static String repository;
  private static String index;

  @BeforeAll
  static void take(Line shared) {
    line = shared;
    JsonNode release = line.show("face-detect:v1.0.0");
    repository = release.path("repository").asText();
    index = release.path("index").asText();
  }

  private static String image() {
    return line.url("registry").getAuthority() + "/" + repository + ":v1.0.0";
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"skopeo", "crane", "oras"})
  void keepsEveryDigestInAFolder(String program) throws IOException {
    Copier copier = Copier.require(program);
    Path layout = folder.resolve(program);

    Command pull = copier.pull(image(), layout);

    assertThat(pull.exit()).as(pull::toString).isZero();
    JsonNode top = Line.json(Files.readString(layout.resolve("index.json")));
    // oras lists the platforms' manifests beside it.
    assertThat(digests(top)).contains(index);
    Command verify = line.mintmark("image", "verify", "oci:" + layout + "@" + index, "--json");
    assertThat(verify.exit()).as(verify::toString).isZero();
    assertThat(Line.json(verify.output()).path("digest").asText()).isEqualTo(index);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"skopeo", "crane", "oras"})
  void keepsEveryDigestInAnotherRegistry(String program) throws IOException {
    Copier copier = Copier.require(program);
    try (SecondRegistry second = SecondRegistry.start(folder.resolve("registry-" + program))) {
      String to = second.host() + "/" + repository + ":v1.0.0";

      Command copy = copier.copy(image(), to);

      assertThat(copy.exit()).as(copy::toString).isZero();
      assertThat(second.digest(repository, "v1.0.0")).isEqualTo(index);
      Command verify = line.mintmark("image", "verify", to, "--json");
      assertThat(verify.exit()).as(verify::toString).isZero();
    }
  }

  /** Signatures, SBOMs and attestations; the other registry lists them under the referrers tag. */
  @Test
  void orasBringsEverythingThatRefersToIt() throws Exception {
    Copier oras = Copier.require("oras");
    try (SecondRegistry second = SecondRegistry.start(folder.resolve("registry-referrers"))) {
      Command copy = oras.copyWithReferrers(image(), second.host() + "/" + repository + ":v1.0.0");

      assertThat(copy.exit()).as(copy::toString).isZero();
      assertThat(second.digest(repository, "v1.0.0")).isEqualTo(index);
      List<String> subjects = new ArrayList<>(List.of(index));
      JsonNode manifest = Line.json(second.manifest(repository, "v1.0.0"));
      manifest.path("manifests").forEach(each -> subjects.add(each.path("digest").asText()));
      for (String subject : subjects) {
        JsonNode there =
            Line.json(second.manifest(repository, subject.replace("sha256:", "sha256-")));
        assertThat(digests(there))
            .as("what refers to " + subject)
            .isEqualTo(digests(referrers(subject)))
            .isNotEmpty();
        for (String digest : digests(there)) {
          assertThat(second.digest(repository, digest)).isEqualTo(digest);
        }
      }
    }
  }

  @Test
  void dockerPullsItByTheIndexsDigest() throws Exception {
    try (Dockerd docker = Dockerd.start(folder.resolve("dockerd"))) {
      String pinned = line.url("registry").getAuthority() + "/" + repository + "@" + index;

      docker.run("pull", "--quiet", pinned);

      List<String> names = new ArrayList<>();
      docker.inspect(pinned).path("RepoDigests").forEach(name -> names.add(name.asText()));
      assertThat(names).containsExactly(pinned);
    }
  }

  private static JsonNode referrers(String subject) throws Exception {
    URI uri = line.url("registry").resolve("/v2/" + repository + "/referrers/" + subject);
    var answer = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Line.json(answer.body());
  }

  private static TreeSet<String> digests(JsonNode index) {
    TreeSet<String> digests = new TreeSet<>();
    index.path("manifests").forEach(each -> digests.add(each.path("digest").asText()));
    return digests;
  }
}
