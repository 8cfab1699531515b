package dev.mintmark.oci.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseDocumentTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @Test
  void readsDockersListAsAnIndex() {
    BaseDocument read =
        BaseDocument.read(
            bytes(
                """
                {"schemaVersion": 2, "mediaType": "%s", "manifests": [{"mediaType": "%s",
                 "size": 7, "digest": "%s", "platform": {"architecture": "arm64", "os": "linux",
                 "variant": "v8"}}]}\
                """
                    .formatted(BaseDocument.DOCKER_LIST, BaseDocument.DOCKER_MANIFEST, DIGEST)));

    assertThat(read.mediaType()).isEqualTo(BaseDocument.DOCKER_LIST);
    Descriptor manifest = ((ImageIndex) read.document()).manifestFor(Platform.LINUX_ARM64);
    assertThat(manifest.mediaType()).isEqualTo(OciMediaTypes.MANIFEST);
    assertThat(manifest.size()).isEqualTo(7);
  }

  @Test
  void readsDockersManifestAndLeavesForeignLayersWhatTheyAre() {
    BaseDocument read = BaseDocument.read(bytes(manifest(BaseDocument.DOCKER_MANIFEST)));

    Manifest manifest = (Manifest) read.document();
    assertThat(manifest.config().mediaType()).isEqualTo(OciMediaTypes.CONFIG);
    assertThat(manifest.layers())
        .extracting(Descriptor::mediaType)
        .containsExactly(
            OciMediaTypes.LAYER_GZIP, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  }

  @Test
  void readsOcisWithAndWithoutAMediaType() {
    assertThat(BaseDocument.read(bytes(manifest(OciMediaTypes.MANIFEST))).mediaType())
        .isEqualTo(OciMediaTypes.MANIFEST);
    assertThat(BaseDocument.read(bytes("{\"schemaVersion\":2,\"manifests\":[]}")).mediaType())
        .isEqualTo(OciMediaTypes.INDEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\":1,\"fsLayers\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":\"text/plain\"}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v1+json\"}",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
        "[]"
      })
  void refusesOthers(String text) {
    assertThatThrownBy(() -> BaseDocument.read(bytes(text))).isInstanceOf(OciException.class);
  }

  private static String manifest(String type) {
    return """
    {"schemaVersion": 2, "mediaType": "%1$s",
     "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 2,
       "digest": "%2$s"},
     "layers": [
       {"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": 3,
        "digest": "%2$s"},
       {"mediaType": "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "size": 3,
        "digest": "%2$s"}]}\
    """
        .formatted(type, DIGEST);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
