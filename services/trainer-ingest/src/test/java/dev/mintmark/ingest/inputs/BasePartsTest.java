package dev.mintmark.ingest.inputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.RequestRules;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasePartsTest {
  @TempDir Path folder;

  private final Fixture fixture = new Fixture();
  private final List<Artifact> parts = new ArrayList<>();
  private Artifact index = Artifact.of(new byte[0], "a/b");

  @BeforeEach
  void makeABase() {
    Map<Platform, Descriptor> manifests = new HashMap<>();
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      Artifact config = part("config of " + platform, OciMediaTypes.CONFIG);
      Artifact layer = part("layer of " + platform, OciMediaTypes.LAYER_TAR);
      Manifest manifest =
          Manifest.image(Descriptor.of(config), List.of(Descriptor.of(layer)), Map.of());
      manifests.put(platform, Descriptor.of(part(manifest.bytes(), OciMediaTypes.MANIFEST)));
    }
    index = part(ImageIndex.ofPlatforms(manifests, Map.of()).bytes(), OciMediaTypes.INDEX);
    parts.sort(Comparator.comparing(Artifact::digest));
  }

  @Test
  void letsAWholeBasePass() {
    assertThat(rules().check(request(parts)).facts().nodes()).isEqualTo(1);
  }

  @Test
  void missesEachPartThatIsNotListed() {
    for (Artifact part : parts) {
      if (part.equals(index)) {
        continue;
      }
      List<Artifact> others = new ArrayList<>(parts);
      others.remove(part);

      RefusedException e = refused(request(others));

      assertThat(e.refusal().code()).isEqualTo(Codes.BASE_PARTS);
      assertThat(e.getMessage()).contains(part.digest().toString()).contains("does not list it");
    }
  }

  @Test
  void missesEachPartThatTheStoreDoesNotHave() {
    ArtifactStore store = stored();
    BuildRequested request = request(parts);
    for (Artifact part : parts) {
      assertThat(folder.resolve(part.digest().hex()).toFile().delete()).isTrue();
      RefusedException e =
          catchThrowableOfType(
              RefusedException.class, () -> new InputRules(store, 1 << 16).check(request));
      assertThat(e.refusal().code()).isEqualTo(Codes.MISSING);
      stored();
    }
  }

  @Test
  void refusesABaseWithoutAPlatformOfTheImage() {
    Artifact config = part("config", OciMediaTypes.CONFIG);
    Artifact manifest =
        part(
            Manifest.image(Descriptor.of(config), List.of(), Map.of()).bytes(),
            OciMediaTypes.MANIFEST);
    index =
        part(
            ImageIndex.ofPlatforms(Map.of(Platform.LINUX_AMD64, Descriptor.of(manifest)), Map.of())
                .bytes(),
            OciMediaTypes.INDEX);
    parts.sort(Comparator.comparing(Artifact::digest));

    RefusedException e = refused(request(parts));

    assertThat(e.refusal().code()).isEqualTo(Codes.BASE_PARTS);
    assertThat(e.getMessage()).contains("linux/arm64").contains("OCI-015");
  }

  private BuildRequested dockerfile(String text, Artifact context) {
    BuildRequested request =
        fixture.request(r -> {
          ObjectNode image = r.withObject("/image").put("base", "dockerfile");
          ArrayNode array = image.putArray("baseArtifacts");
          parts.forEach(part -> array.add(Fixture.reference(part)));
          ObjectNode dockerfile = image.putObject("dockerfile");
          dockerfile.set(
              "file", Fixture.reference(fixture.add(text.getBytes(UTF_8), MediaTypes.DOCKERFILE)));
          dockerfile.set("context", Fixture.reference(context));
          dockerfile
              .putArray("images")
              .addObject()
              .put("name", "r.example/a@" + index.digest())
              .put("digest", index.digest().toString());
        });
    assertThat(RequestRules.firstFault(request)).isEmpty();
    return request;
  }

  private String from() {
    return "FROM r.example/a@" + index.digest() + "\n";
  }

  @Test
  void letsADockerfilePassWhoseImagesAreWhole() {
    BuildRequested request = dockerfile(from(), fixture.tree("a", "b/c"));

    assertThat(rules().check(request).facts().nodes()).isEqualTo(1);
  }

  @Test
  void refusesADockerfileOfOtherImages() {
    RefusedException e = refused(dockerfile("FROM scratch\n", fixture.tree("a")));

    assertThat(e.refusal().code()).isEqualTo(Codes.DOCKERFILE);
  }

  @Test
  void refusesADockerfileWithItsOwnCode() {
    RefusedException e =
        refused(dockerfile(from() + "RUN --mount=type=ssh true\n", fixture.tree("a")));

    assertThat(e.refusal().code()).isEqualTo("IMG-063");
    assertThat(e.getMessage()).contains("line 2 of the Dockerfile");
  }

  @Test
  void missesAFileOfADockerfilesContext() {
    Artifact context = fixture.tree("a", "b");
    fixture.artifacts.remove(Artifact.of("b".getBytes(UTF_8), "a/b").digest());

    RefusedException e = refused(dockerfile(from(), context));

    assertThat(e.refusal().code()).isEqualTo(Codes.TREE_FILE);
    assertThat(e.getMessage()).contains("'b' of the Dockerfile's context");
  }

  @Test
  void missesPartsOfADockerfilesImages() {
    parts.removeIf(part -> part.mediaType().equals(OciMediaTypes.CONFIG));

    RefusedException e = refused(dockerfile(from(), fixture.tree("a")));

    assertThat(e.refusal().code()).isEqualTo(Codes.BASE_PARTS);
  }

  private Artifact part(String text, String mediaType) {
    return part(text.getBytes(UTF_8), mediaType);
  }

  private Artifact part(byte[] bytes, String mediaType) {
    Artifact artifact = fixture.add(bytes, mediaType);
    parts.add(artifact);
    return artifact;
  }

  private BuildRequested request(List<Artifact> listed) {
    BuildRequested request =
        fixture.request(r -> {
          ObjectNode image = r.withObject("/image").put("base", index.digest().toString());
          ArrayNode array = image.putArray("baseArtifacts");
          listed.forEach(part -> array.add(Fixture.reference(part)));
        });
    assertThat(RequestRules.firstFault(request)).isEmpty();
    return request;
  }

  private InputRules rules() {
    return new InputRules(stored(), 1 << 16);
  }

  private RefusedException refused(BuildRequested request) {
    return catchThrowableOfType(RefusedException.class, () -> rules().check(request));
  }

  private ArtifactStore stored() {
    ArtifactStore store = new FolderArtifactStore(folder);
    fixture.artifacts.values().forEach(bytes -> store.put(bytes, MediaTypes.OCTET_STREAM));
    return store;
  }
}
