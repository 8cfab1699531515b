package dev.mintmark.registry.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallReaderTest {
  private static final RepositoryName NAME = new RepositoryName("vision/face-detect");
  private static final Digest DIGEST = Digest.of(new byte[0]);

  private static Call read(String path) {
    return CallReader.read(path, Map.of(), null);
  }

  @Test
  void readsEveryEndpoint() {
    String base = "/v2/vision/face-detect/";
    assertThat(read("/v2/")).isEqualTo(new Call.Version());
    assertThat(read("/v2")).isEqualTo(new Call.Version());
    assertThat(read(base + "manifests/v1")).isEqualTo(new Call.ManifestCall(NAME, "v1"));
    assertThat(CallReader.read(base + "blobs/" + DIGEST, Map.of(), "bytes=0-1"))
        .isEqualTo(new Call.BlobCall(NAME, DIGEST, "bytes=0-1"));
    assertThat(CallReader.read(base + "tags/list", Map.of("n", "5", "last", "v1"), null))
        .isEqualTo(new Call.TagsCall(NAME, 5, "v1"));
    assertThat(
            CallReader.read(
                base + "referrers/" + DIGEST,
                Map.of("artifactType", "a/b", "last", DIGEST.toString()),
                null))
        .isEqualTo(new Call.ReferrersCall(NAME, DIGEST, "a/b", DIGEST));
  }

  @Test
  void takesTheLastWordsAsTheEndpoint() {
    assertThat(read("/v2/a/manifests/b/manifests/v1"))
        .isEqualTo(new Call.ManifestCall(new RepositoryName("a/manifests/b"), "v1"));
  }

  @Test
  void limitsAPageOfTags() {
    assertThat(CallReader.read("/v2/a/tags/list", Map.of("n", "999999999"), null))
        .isEqualTo(new Call.TagsCall(new RepositoryName("a"), 1000, null));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/v2/_catalog,                  404, UNSUPPORTED",
    "/v2/a,                         404, UNSUPPORTED",
    "/v2/a/b/c,                     404, UNSUPPORTED",
    "/v2/a/blobs/uploads/x,         404, UNSUPPORTED",
    "/v2/a/blobs/latest,            400, DIGEST_INVALID",
    "/v2/a/blobs/sha512:00,         400, DIGEST_INVALID",
    "/v2/a/referrers/v1,            400, DIGEST_INVALID",
    "/v2/A/manifests/v1,            400, NAME_INVALID",
    "/v2/../a/manifests/v1,         400, NAME_INVALID",
    "/v2/a/_tags/manifests/v1,      400, NAME_INVALID",
    "/v2//manifests/v1,             400, NAME_INVALID",
    "/v2/tags/list,                 404, UNSUPPORTED"
  })
  void refuses(String path, int status, String code) {
    assertThatThrownBy(() -> read(path))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @ParameterizedTest(name = "n={0}")
  @ValueSource(strings = {"-1", "x", "", "99999999999"})
  void refusesANumberOfTagsThatIsNone(String n) {
    assertThatThrownBy(() -> CallReader.read("/v2/a/tags/list", Map.of("n", n), null))
        .isInstanceOf(RegistryException.class);
  }
}
