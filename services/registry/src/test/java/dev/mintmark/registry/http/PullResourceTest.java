package dev.mintmark.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.RepositoryLinks;
import dev.mintmark.registry.publish.PublishRelease;
import dev.mintmark.registry.release.SmallRelease;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullResourceTest {
  private static final String REPOSITORY = SmallRelease.REPOSITORY;

  @TempDir Path folder;
  private SmallRelease release;
  private PullResource pull;
  private DiscoveryResource discovery;

  @BeforeEach
  void publish() {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    RepositoryLinks links = new RepositoryLinks(new MemoryPointers());
    release = new SmallRelease(store, "0123456789");
    new PublishRelease(store, links).apply(release.signed("v1.0.0"));
    pull = new PullResource(store, links);
    discovery = new DiscoveryResource(store, links);
  }

  @Test
  void servesAManifestByTagAndByDigestWithItsTypeAndDigest() {
    Response byTag = pull.manifest(REPOSITORY, "v1.0.0");
    Response byDigest = pull.manifest(REPOSITORY, release.index.digest().toString());

    assertThat(byTag.getStatus()).isEqualTo(200);
    assertThat(byTag.getMediaType()).hasToString(release.index.mediaType());
    assertThat(byTag.getHeaderString("Docker-Content-Digest"))
        .isEqualTo(release.index.digest().toString());
    assertThat((byte[]) byTag.getEntity()).isEqualTo((byte[]) byDigest.getEntity());
    assertThat(pull.headManifest(REPOSITORY, "v1.0.0").getHeaderString("Content-Length"))
        .isEqualTo(Long.toString(release.index.size()));
  }

  @Test
  void servesABlobAndAPartOfIt() throws IOException {
    String layer = release.layer.digest().toString();

    assertThat(text(pull.blob(REPOSITORY, layer, null))).isEqualTo("0123456789");
    Response part = pull.blob(REPOSITORY, layer, "bytes=2-4");
    assertThat(part.getStatus()).isEqualTo(206);
    assertThat(part.getHeaderString("Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(text(part)).isEqualTo("234");
    assertThat(pull.blob(REPOSITORY, layer, "bytes=10-").getStatus()).isEqualTo(416);
  }

  private static String text(Response response) throws IOException {
    try (InputStream in = (InputStream) response.getEntity()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void servesNothingThroughAnotherRepository() {
    String layer = release.layer.digest().toString();

    assertThat(pull.blob("vision/other", layer, null).getStatus()).isEqualTo(404);
    assertThat(pull.headBlob("vision", layer).getStatus()).isEqualTo(404);
    assertThat(pull.manifest("vision/other", release.index.digest().toString()).getStatus())
        .isEqualTo(404);
    assertThat(pull.manifest("vision/other", "v1.0.0").getStatus()).isEqualTo(404);
  }

  @Test
  void servesNoBlobOfTheStoreThatWasNotPublished() {
    var secret = new FolderArtifactStore(folder).put("training data".getBytes(UTF_8), "text/plain");

    assertThat(pull.blob(REPOSITORY, secret.digest().toString(), null).getStatus()).isEqualTo(404);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"latest", "v1.0.1", "sha256:0", "..", "v1.0.0/../x"})
  void knowsNoOtherManifest(String reference) {
    assertThat(pull.manifest(REPOSITORY, reference).getStatus()).isEqualTo(404);
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"Vision", "vision//x", "../vision", "vision/_tags", "-"})
  void refusesWhatIsNotARepositoryName(String name) {
    assertThat(pull.manifest(name, "v1.0.0").getStatus()).isEqualTo(400);
    assertThat(pull.blob(name, release.layer.digest().toString(), null).getStatus()).isEqualTo(400);
    assertThat(discovery.tags(name, null, null).getStatus()).isEqualTo(400);
  }

  @Test
  void listsTagsByPages() {
    Response first = discovery.tags(REPOSITORY, 1, null);

    assertThat(((DiscoveryResource.TagPage) first.getEntity()).tags()).hasSize(1);
    assertThat(first.getHeaderString("Link")).contains("last=sha256-", "rel=\"next\"");
    String last = ((DiscoveryResource.TagPage) first.getEntity()).tags().getFirst();
    Response second = discovery.tags(REPOSITORY, 1, last);
    assertThat(((DiscoveryResource.TagPage) second.getEntity()).tags()).containsExactly("v1.0.0");
    assertThat(second.getHeaderString("Link")).isNull();
    assertThat(discovery.tags("vision/other", null, null).getStatus()).isEqualTo(404);
  }

  @Test
  void listsWhatRefersToAManifest() {
    String index = release.index.digest().toString();

    Response all = discovery.referrers(REPOSITORY, index, null);
    ImageIndex found = OciReader.index((byte[]) all.getEntity());
    assertThat(found.children())
        .extracting(child -> child.digest())
        .containsExactly(release.signature.digest());
    assertThat(found.children().getFirst().artifactType())
        .isEqualTo("application/vnd.mintmark.release.v1");
    assertThat(found.children().getFirst().annotations())
        .containsEntry("dev.mintmark.target", "cpu-amd64");
    Response filtered = discovery.referrers(REPOSITORY, index, "application/other");
    assertThat(OciReader.index((byte[]) filtered.getEntity()).children()).isEmpty();
    assertThat(filtered.getHeaderString("OCI-Filters-Applied")).isEqualTo("artifactType");
    assertThat(
            OciReader.index(
                    (byte[])
                        discovery
                            .referrers(REPOSITORY, release.layer.digest().toString(), null)
                            .getEntity())
                .children())
        .isEmpty();
  }
}
