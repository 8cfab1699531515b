package dev.mintmark.embedded;

import static dev.mintmark.embedded.RecordedStore.BUCKET;
import static dev.mintmark.embedded.RecordedStore.OWN;
import static dev.mintmark.embedded.RecordedStore.RECORDED;
import static dev.mintmark.embedded.RecordedStore.get;
import static dev.mintmark.embedded.RecordedStore.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What a step of a rebuild reaches in the store: its own place, and nothing that is recorded. */
class S3RebuildIT {
  @TempDir static Path data;
  private static RecordedStore store;
  private static S3Client all;
  private static S3Client rebuild;

  @BeforeAll
  static void start() {
    store = new RecordedStore(data);
    all = store.all();
    rebuild = store.rebuild();
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void record() {
    store.record();
  }

  @Test
  void looksWhetherTheBucketIsThere() {
    rebuild.headBucket(r -> r.bucket(BUCKET));
  }

  @Test
  void readsWritesCopiesListsAndRemovesInItsOwnPlace() {
    assertThat(get(rebuild, OWN)).isEqualTo("laid out");
    assertThat(
            rebuild
                .getObjectAsBytes(r -> r.bucket(BUCKET).key(OWN).range("bytes=1-3"))
                .asUtf8String())
        .isEqualTo("aid");
    assertThat(rebuild.headObject(r -> r.bucket(BUCKET).key(OWN)).contentLength()).isEqualTo(8);
    put(rebuild, "rebuild/rebuild-1/made", "made");
    rebuild.copyObject(r ->
        r.sourceBucket(BUCKET)
            .sourceKey("rebuild/rebuild-1/made")
            .destinationBucket(BUCKET)
            .destinationKey("rebuild/rebuild-1/copied"));
    assertThat(
            rebuild
                .listObjectsV2(r -> r.bucket(BUCKET).prefix("rebuild/rebuild-1/"))
                .contents()
                .stream()
                .map(S3Object::key))
        .containsExactly("rebuild/rebuild-1/copied", "rebuild/rebuild-1/made", OWN);
    rebuild.deleteObject(r -> r.bucket(BUCKET).key("rebuild/rebuild-1/copied"));
    rebuild.deleteObject(r -> r.bucket(BUCKET).key("rebuild/rebuild-1/made"));
    assertThatThrownBy(() -> get(rebuild, "rebuild/rebuild-1/made"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
  }

  @Test
  void createsAPointerOnceInItsOwnPlace() {
    String key = "rebuild/rebuild-1/measured/" + UUID.randomUUID();
    rebuild.putObject(
        r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("one"));
    assertThatThrownBy(() ->
            rebuild.putObject(
                r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("two")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  @Test
  void writesInPartsInItsOwnPlace() {
    String key = "rebuild/rebuild-1/large";
    byte[] part = new byte[5 << 20];
    Arrays.fill(part, (byte) 'x');
    String id = rebuild.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
    List<CompletedPart> parts =
        Stream.of(1, 2)
            .map(n -> {
              String tag =
                  rebuild
                      .uploadPart(
                          r -> r.bucket(BUCKET).key(key).uploadId(id).partNumber(n),
                          RequestBody.fromBytes(part))
                      .eTag();
              return CompletedPart.builder().partNumber(n).eTag(tag).build();
            })
            .toList();
    assertThat(rebuild.listParts(r -> r.bucket(BUCKET).key(key).uploadId(id)).parts()).hasSize(2);
    rebuild.completeMultipartUpload(
        r -> r.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
    assertThat(rebuild.headObject(r -> r.bucket(BUCKET).key(key)).contentLength())
        .isEqualTo(2L * part.length);
    String dropped = rebuild.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
    rebuild.abortMultipartUpload(r -> r.bucket(BUCKET).key(key).uploadId(dropped));
    rebuild.deleteObject(r -> r.bucket(BUCKET).key(key));
  }

  /**
   * One thing that it must not do.
   *
   * @param name what is tried
   */
  record Try(String name, ThrowingCallable call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Try> elsewhere() {
    String upload = all.createMultipartUpload(r -> r.bucket(BUCKET).key("sha256/up")).uploadId();
    return Stream.of(
        new Try("get", () -> get(rebuild, RECORDED)),
        new Try("get of what is not there", () -> get(rebuild, "sha256/00/none")),
        new Try(
            "get of a range",
            () -> rebuild.getObjectAsBytes(r -> r.bucket(BUCKET).key(RECORDED).range("bytes=0-0"))),
        new Try("head", () -> rebuild.headObject(r -> r.bucket(BUCKET).key(RECORDED))),
        new Try("get of a pointer", () -> get(rebuild, "claims/face-detect/v1.0.0")),
        new Try("get beside its place", () -> get(rebuild, "rebuild")),
        new Try("put", () -> put(rebuild, "sha256/new", "x")),
        new Try("put over", () -> put(rebuild, RECORDED, "x")),
        new Try(
            "conditional put",
            () ->
                rebuild.putObject(
                    r -> r.bucket(BUCKET).key("claims/new").ifNoneMatch("*"),
                    RequestBody.fromString("x"))),
        new Try(
            "put for all to read",
            () ->
                rebuild.putObject(
                    r -> r.bucket(BUCKET).key("rebuild/open").acl("public-read"),
                    RequestBody.fromString("x"))),
        new Try("copy in", () -> copy(RECORDED, "rebuild/rebuild-1/taken")),
        new Try("copy out", () -> copy(OWN, "sha256/ab/placed")),
        new Try("delete", () -> rebuild.deleteObject(r -> r.bucket(BUCKET).key(RECORDED))),
        new Try("list all", () -> rebuild.listObjectsV2(r -> r.bucket(BUCKET))),
        new Try("list", () -> rebuild.listObjectsV2(r -> r.bucket(BUCKET).prefix("sha256/"))),
        new Try(
            "list, version 1", () -> rebuild.listObjects(r -> r.bucket(BUCKET).prefix("sha256/"))),
        new Try(
            "list the root with a delimiter",
            () -> rebuild.listObjectsV2(r -> r.bucket(BUCKET).prefix("rebuil").delimiter("/"))),
        new Try("list uploads", () -> rebuild.listMultipartUploads(r -> r.bucket(BUCKET))),
        new Try("list buckets", () -> rebuild.listBuckets()),
        new Try("make a bucket", () -> rebuild.createBucket(r -> r.bucket("another"))),
        new Try("look at another bucket", () -> rebuild.headBucket(r -> r.bucket("another"))),
        new Try("delete the bucket", () -> rebuild.deleteBucket(r -> r.bucket(BUCKET))),
        new Try(
            "open the bucket",
            () -> rebuild.putBucketAcl(r -> r.bucket(BUCKET).acl("public-read"))),
        new Try(
            "open an object",
            () -> rebuild.putObjectAcl(r -> r.bucket(BUCKET).key(OWN).acl("public-read"))),
        new Try(
            "read an object's access",
            () -> rebuild.getObjectAcl(r -> r.bucket(BUCKET).key(RECORDED))),
        new Try(
            "begin an upload",
            () -> rebuild.createMultipartUpload(r -> r.bucket(BUCKET).key("sha256/up"))),
        new Try(
            "write a part of another's upload",
            () ->
                rebuild.uploadPart(
                    r -> r.bucket(BUCKET).key("sha256/up").uploadId(upload).partNumber(1),
                    RequestBody.fromString("x"))),
        new Try(
            "end another's upload",
            () ->
                rebuild.abortMultipartUpload(
                    r -> r.bucket(BUCKET).key("sha256/up").uploadId(upload))),
        new Try("copy a part in", () -> copyPart(RECORDED)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("elsewhere")
  void isDeniedWhateverItTriesElsewhere(Try tried) {
    assertThatThrownBy(tried.call())
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    assertThat(get(all, RECORDED)).isEqualTo("recorded");
    assertThat(Files.exists(data.resolve("s3/mintmark/rebuild/rebuild-1/taken"))).isFalse();
  }

  @Test
  void saysWhatIsDeniedToWhom() {
    assertThatThrownBy(() -> get(rebuild, RECORDED))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"))
        .hasMessageContaining("cannot GET " + RECORDED + ": mintmark-rebuild has no right to it");
  }

  @Test
  void deletesOfManyOnlyItsOwn() {
    List<S3Error> errors =
        rebuild
            .deleteObjects(r ->
                r.bucket(BUCKET)
                    .delete(d ->
                        d.objects(
                            ObjectIdentifier.builder().key(OWN).build(),
                            ObjectIdentifier.builder().key(RECORDED).build())))
            .errors();
    assertThat(errors).extracting(S3Error::code).containsExactly("AccessDenied");
    assertThat(get(all, RECORDED)).isEqualTo("recorded");
    assertThatThrownBy(() -> get(all, OWN)).isInstanceOf(S3Exception.class);
  }

  private static void copy(String from, String to) {
    rebuild.copyObject(
        r -> r.sourceBucket(BUCKET).sourceKey(from).destinationBucket(BUCKET).destinationKey(to));
  }

  private static void copyPart(String from) {
    String key = "rebuild/rebuild-1/parts";
    String id = rebuild.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
    try {
      rebuild.uploadPartCopy(r ->
          r.sourceBucket(BUCKET)
              .sourceKey(from)
              .destinationBucket(BUCKET)
              .destinationKey(key)
              .uploadId(id)
              .partNumber(1));
    } finally {
      rebuild.abortMultipartUpload(r -> r.bucket(BUCKET).key(key).uploadId(id));
    }
  }
}
