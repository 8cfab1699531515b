package dev.mintmark.registry.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.access.Action;
import dev.mintmark.registry.serve.RegistryException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushCallReaderTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("a/b");
  private static final Digest DIGEST = new Digest("ab".repeat(32));
  private static final UploadId ID = new UploadId("01234567-89ab-cdef-0123-456789abcdef");

  private static Optional<PushCall> read(
      String method, String path, Map<String, String> query, @Nullable String range) {
    return PushCallReader.read(
        method, "/v2/" + path, query, new PushCallReader.Headers("x/y", range));
  }

  private static PushCall read(String method, String path) {
    return read(method, path, Map.of(), null).orElseThrow();
  }

  @Test
  void readsUploads() {
    assertThat(read("POST", "a/b/blobs/uploads/"))
        .isEqualTo(new PushCall.Begin(REPOSITORY, null, null, null));
    assertThat(read("POST", "a/b/blobs/uploads"))
        .isEqualTo(new PushCall.Begin(REPOSITORY, null, null, null));
    assertThat(
            read(
                "POST",
                "a/b/blobs/uploads/",
                Map.of("mount", DIGEST.toString(), "from", "c"),
                null))
        .contains(new PushCall.Begin(REPOSITORY, null, DIGEST, new RepositoryName("c")));
    assertThat(read("POST", "a/b/blobs/uploads/", Map.of("digest", DIGEST.toString()), null))
        .contains(new PushCall.Begin(REPOSITORY, DIGEST, null, null));
    assertThat(read("PATCH", "a/b/blobs/uploads/" + ID, Map.of(), "4-7"))
        .contains(new PushCall.Append(REPOSITORY, ID, new ChunkRange(4, 7)));
    assertThat(read("PUT", "a/b/blobs/uploads/" + ID, Map.of("digest", DIGEST.toString()), null))
        .contains(new PushCall.Finish(REPOSITORY, ID, DIGEST, null));
    assertThat(read("GET", "a/b/blobs/uploads/" + ID))
        .isEqualTo(new PushCall.Status(REPOSITORY, ID));
    assertThat(read("DELETE", "a/b/blobs/uploads/" + ID))
        .isEqualTo(new PushCall.Cancel(REPOSITORY, ID));
  }

  @Test
  void readsManifestsAndDeletions() {
    assertThat(read("PUT", "a/b/manifests/v1"))
        .isEqualTo(new PushCall.PutManifest(REPOSITORY, "v1", "x/y"));
    assertThat(read("DELETE", "a/b/manifests/v1"))
        .isEqualTo(new PushCall.DeleteManifest(REPOSITORY, "v1"));
    assertThat(read("DELETE", "a/b/blobs/" + DIGEST))
        .isEqualTo(new PushCall.DeleteBlob(REPOSITORY, DIGEST));
  }

  @Test
  void leavesReadingToTheReadSide() {
    assertThat(read("GET", "a/b/manifests/v1", Map.of(), null)).isEmpty();
    assertThat(read("HEAD", "a/b/blobs/" + DIGEST, Map.of(), null)).isEmpty();
    assertThat(read("GET", "", Map.of(), null)).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3} {4}")
  @CsvSource({
    "POST,   A/blobs/uploads/,                  '',       400, NAME_INVALID",
    "GET,    a/blobs/uploads/,                  '',       405, UNSUPPORTED",
    "PATCH,  a/blobs/uploads/x,                 '',       404, BLOB_UPLOAD_UNKNOWN",
    "PATCH,  a/blobs/uploads/../../x,           '',       404, BLOB_UPLOAD_UNKNOWN",
    "PATCH,  a/blobs/uploads/01234567-89ab-cdef-0123-456789abcdef, x-y, 416, BLOB_UPLOAD_INVALID",
    "PATCH,  a/blobs/uploads/01234567-89ab-cdef-0123-456789abcdef, 7-4, 416, BLOB_UPLOAD_INVALID",
    "PUT,    a/blobs/uploads/01234567-89ab-cdef-0123-456789abcdef, '',  400, DIGEST_INVALID",
    "POST,   a/blobs/uploads/01234567-89ab-cdef-0123-456789abcdef, '',  405, UNSUPPORTED",
    "PUT,    a/blobs/sha256:00,                 '',       405, UNSUPPORTED",
    "DELETE, a/blobs/sha256:00,                 '',       400, DIGEST_INVALID",
    "POST,   a/manifests/v1,                    '',       405, UNSUPPORTED",
    "DELETE, a/tags/list,                       '',       405, UNSUPPORTED",
    "PUT,    '',                                '',       405, UNSUPPORTED"
  })
  void refusesEverythingElse(String method, String path, String range, int status, String code) {
    assertThatThrownBy(() -> read(method, path, Map.of(), range.isEmpty() ? null : range))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void asksForTheRightThatACallNeeds() {
    assertThat(read("POST", "a/b/blobs/uploads/").action()).isEqualTo(Action.PUSH);
    assertThat(read("GET", "a/b/blobs/uploads/" + ID).action()).isEqualTo(Action.PUSH);
    assertThat(read("DELETE", "a/b/blobs/uploads/" + ID).action()).isEqualTo(Action.PUSH);
    assertThat(read("PUT", "a/b/manifests/v1").action()).isEqualTo(Action.PUSH);
    assertThat(read("DELETE", "a/b/manifests/v1").action()).isEqualTo(Action.DELETE);
    assertThat(read("DELETE", "a/b/blobs/" + DIGEST).action()).isEqualTo(Action.DELETE);
  }
}
