package dev.mintmark.registry.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryApiTest {
  private static final RepositoryName ONE = new RepositoryName("one");
  private static final RepositoryName OTHER = new RepositoryName("one/other");
  private static final Artifact MANIFEST = artifact("manifest");
  private static final Digest BLOB = Digest.of("blob".getBytes(UTF_8));

  private Pointers pointers;
  private RegistryApi api;
  private Repository one;

  private static Artifact artifact(String content) {
    return Artifact.of(content.getBytes(UTF_8), OciMediaTypes.MANIFEST);
  }

  @BeforeEach
  void setUp() {
    pointers = new MemoryPointers();
    api = new RegistryApi(pointers);
    one = new Repository(pointers, ONE);
    one.linkBlob(BLOB, 100);
    one.linkManifest(MANIFEST);
    one.createTag(new Tag("v1"), MANIFEST.digest());
    new Repository(pointers, OTHER).linkManifest(artifact("other"));
  }

  private static String text(Answer answer) {
    return answer.body() instanceof Answer.Bytes(byte[] bytes) ? new String(bytes, UTF_8) : "";
  }

  private void assertRefused(Call call, int status, String code) {
    assertThatThrownBy(() -> api.answer(call))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.code()).isEqualTo(code);
            });
  }

  @Test
  void answersAManifestByTagAndByDigestAlike() {
    Answer byTag = api.answer(new Call.ManifestCall(ONE, "v1"));

    assertThat(api.answer(new Call.ManifestCall(ONE, MANIFEST.digest().toString())))
        .isEqualTo(byTag);
    assertThat(byTag.body())
        .isEqualTo(new Answer.StoredManifest(MANIFEST.digest(), MANIFEST.size()));
    assertThat(byTag.headers())
        .containsEntry("Content-Type", OciMediaTypes.MANIFEST)
        .containsEntry("Docker-Content-Digest", MANIFEST.digest().toString());
  }

  @Test
  void servesWhatIsTheRepositorysOwnOnly() {
    assertRefused(new Call.BlobCall(OTHER, BLOB, null), 404, "BLOB_UNKNOWN");
    assertRefused(
        new Call.ManifestCall(OTHER, MANIFEST.digest().toString()), 404, "MANIFEST_UNKNOWN");
    assertRefused(new Call.ManifestCall(OTHER, "v1"), 404, "MANIFEST_UNKNOWN");
    assertRefused(new Call.BlobCall(ONE, MANIFEST.digest(), null), 404, "BLOB_UNKNOWN");
    assertRefused(new Call.ManifestCall(ONE, BLOB.toString()), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  void saysWhenItIsTheRepositoryThatIsUnknown() {
    RepositoryName none = new RepositoryName("none");
    assertRefused(new Call.ManifestCall(none, "v1"), 404, "NAME_UNKNOWN");
    assertRefused(new Call.BlobCall(none, BLOB, null), 404, "NAME_UNKNOWN");
    assertRefused(new Call.TagsCall(none, 10, null), 404, "NAME_UNKNOWN");
  }

  @Test
  void refusesAReferenceThatIsNeitherTagNorDigest() {
    assertRefused(new Call.ManifestCall(ONE, "../_tags/v1"), 404, "MANIFEST_UNKNOWN");
    assertRefused(new Call.ManifestCall(ONE, ""), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  void answersABlobOrAPartOfIt() {
    Answer whole = api.answer(new Call.BlobCall(ONE, BLOB, null));
    Answer part = api.answer(new Call.BlobCall(ONE, BLOB, "bytes=10-19"));

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(new Answer.StoredBlob(BLOB, 0, 100, true));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(new Answer.StoredBlob(BLOB, 10, 10, false));
    assertThat(part.headers()).containsEntry("Content-Range", "bytes 10-19/100");
    assertRefused(new Call.BlobCall(ONE, BLOB, "bytes=100-"), 416, "RANGE_INVALID");
  }

  @Test
  void listsTagsPageByPage() {
    List.of("a", "v1.0.0", "B", "v2").forEach(tag -> one.createTag(new Tag(tag), BLOB));

    Answer first = api.answer(new Call.TagsCall(ONE, 2, null));
    Answer second = api.answer(new Call.TagsCall(ONE, 2, "a"));
    Answer third = api.answer(new Call.TagsCall(ONE, 2, "v1.0.0"));

    assertThat(text(first)).isEqualTo("{\"name\":\"one\",\"tags\":[\"B\",\"a\"]}");
    assertThat(first.headers())
        .containsEntry("Link", "</v2/one/tags/list?n=2&last=a>; rel=\"next\"");
    assertThat(text(second)).contains("[\"v1\",\"v1.0.0\"]");
    assertThat(text(third)).contains("[\"v2\"]");
    assertThat(third.headers()).doesNotContainKey("Link");
    assertThat(text(api.answer(new Call.TagsCall(ONE, 0, null)))).contains("[]");
  }

  @Test
  void listsReferrersFilteredAndSaysSo() {
    Descriptor sbom = Descriptor.of(artifact("sbom"), Map.of("k", "v")).withArtifactType("a/sbom");
    one.linkReferrer(MANIFEST.digest(), sbom);
    one.linkReferrer(
        MANIFEST.digest(), Descriptor.of(artifact("signature")).withArtifactType("a/signature"));

    Answer all = api.answer(new Call.ReferrersCall(ONE, MANIFEST.digest(), null, null));
    Answer filtered = api.answer(new Call.ReferrersCall(ONE, MANIFEST.digest(), "a/sbom", null));

    assertThat(manifests(all)).hasSize(2);
    assertThat(all.headers())
        .containsEntry("Content-Type", OciMediaTypes.INDEX)
        .doesNotContainKey("OCI-Filters-Applied");
    assertThat(manifests(filtered)).containsExactly(sbom);
    assertThat(filtered.headers()).containsEntry("OCI-Filters-Applied", "artifactType");
  }

  @Test
  void answersAnEmptyListForWhatNothingRefersTo() {
    assertThat(manifests(api.answer(new Call.ReferrersCall(ONE, BLOB, null, null)))).isEmpty();
    assertThat(manifests(api.answer(new Call.ReferrersCall(OTHER, MANIFEST.digest(), null, null))))
        .isEmpty();
  }

  @Test
  void listsManyReferrersPageByPage() {
    for (int i = 0; i < RegistryApi.REFERRERS_PAGE + 5; i++) {
      one.linkReferrer(MANIFEST.digest(), Descriptor.of(artifact("sbom " + i)));
    }
    List<Descriptor> found = new ArrayList<>();
    @Nullable Digest last = null;
    Answer page;
    do {
      page = api.answer(new Call.ReferrersCall(ONE, MANIFEST.digest(), null, last));
      found.addAll(manifests(page));
      last = found.getLast().digest();
    } while (page.headers().containsKey("Link"));

    assertThat(found).doesNotHaveDuplicates().hasSize(RegistryApi.REFERRERS_PAGE + 5);
  }

  private static List<Descriptor> manifests(Answer answer) {
    return OciReader.index(text(answer).getBytes(UTF_8)).manifests();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          _blobs     | application/octet-stream
          _blobs     | -1
          _manifests | application/vnd.oci.image.manifest.v1+json
          _manifests | 12
          _manifests | x application/json
          _tags      | v2
          """)
  void namesALinkOfAnotherFormInsteadOfFailing(String kind, String value) {
    String name =
        switch (kind) {
          case "_blobs" -> BLOB.hex();
          case "_manifests" -> MANIFEST.digest().hex();
          default -> "v1";
        };
    pointers.write("registry/one/" + kind + "/" + name, value.getBytes(UTF_8));
    Call call =
        kind.equals("_blobs")
            ? new Call.BlobCall(ONE, BLOB, null)
            : new Call.ManifestCall(ONE, "v1");

    assertThatThrownBy(() -> api.answer(call))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("REG-008"))
        .hasMessageContaining("link registry/one/" + kind + "/" + name)
        .hasMessageContaining(value);
  }

  @Test
  void mendsALinkOfAnotherFormWhenItIsPublishedAgain() {
    pointers.write("registry/one/_blobs/" + BLOB.hex(), "old".getBytes(UTF_8));

    one.linkBlob(BLOB, 100);

    assertThat(one.blob(BLOB)).hasValue(100);
  }
}
