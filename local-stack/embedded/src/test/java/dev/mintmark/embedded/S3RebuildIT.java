package dev.mintmark.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What a step of a rebuild reaches in the store: its own place, and nothing that is recorded. */
class S3RebuildIT {
  private static final String RECORDED = "sha256/ab/abcd";
  private static final String OWN = "rebuild/rebuild-1/sha256/ab/abcd";
  private static final String BUCKET = "mintmark";

  @TempDir static Path data;
  private static EmbeddedStack stack;
  private static S3Client all;
  private static S3Client rebuild;
  private static S3Requests requests;

  @BeforeAll
  static void start() {
    stack = EmbeddedStack.start(data, Set.of(Part.S3));
    Endpoints endpoints = stack.endpoints();
    all = client(endpoints.s3AccessKey(), endpoints.s3SecretKey());
    rebuild = client(endpoints.s3RebuildAccessKey(), endpoints.s3RebuildSecretKey());
    requests =
        new S3Requests(
            endpoints.s3Endpoint(), endpoints.s3RebuildAccessKey(), endpoints.s3RebuildSecretKey());
  }

  @AfterAll
  static void stop() {
    requests.close();
    rebuild.close();
    all.close();
    stack.close();
  }

  @BeforeEach
  void record() {
    put(all, RECORDED, "recorded");
    put(all, "claims/face-detect/v1.0.0", "claimed");
    put(all, OWN, "laid out");
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

  @Test
  void signsNoUrlForWhatItMayNotRead() throws Exception {
    Endpoints endpoints = stack.endpoints();
    try (S3Presigner presigner =
            S3Presigner.builder()
                .endpointOverride(endpoints.s3Endpoint())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(
                    credentials(endpoints.s3RebuildAccessKey(), endpoints.s3RebuildSecretKey()))
                .build();
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(fetch(http, presigned(presigner, OWN)).body()).isEqualTo("laid out");
      assertThat(fetch(http, presigned(presigner, RECORDED)).statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/mintmark/rebuild/../sha256/ab/abcd",
        "/mintmark/rebuild/%2e%2e/sha256/ab/abcd",
        "/mintmark/rebuild/..%2Fsha256/ab/abcd",
        "/mintmark/rebuild%2F..%2Fsha256%2Fab%2Fabcd",
        "/mintmark/rebuild/rebuild-1/../../sha256/ab/abcd",
        "/mintmark/rebuild/./../sha256/ab/abcd",
        "/mintmark/rebuild//../sha256/ab/abcd",
        "/mintmark/sha256%2Fab%2Fabcd",
        "/mintmark/%73ha256/ab/abcd",
        "/mintmark//sha256/ab/abcd",
        "/mintmark/./sha256/ab/abcd",
        "//mintmark/sha256/ab/abcd",
        "/./mintmark/sha256/ab/abcd",
        "/mintmark/../mintmark/sha256/ab/abcd",
        "/mintmark/rebuild/..;/sha256/ab/abcd",
        "/mintmark/rebuild;/../sha256/ab/abcd"
      })
  void findsNoWayAroundByWritingTheKeyOddly(String path) throws Exception {
    for (String method : List.of("GET", "DELETE", "PUT")) {
      HttpResponse<String> answer =
          requests.send(method, path, "", Map.of(), method.equals("PUT") ? "x" : "");
      assertThat(answer.statusCode()).as(method + answer.body()).isBetween(400, 404);
      assertThat(answer.body()).doesNotContain("recorded", "SignatureDoesNotMatch");
      assertThat(get(all, RECORDED)).isEqualTo("recorded");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "mintmark/sha256/ab/abcd",
        "/mintmark/sha256/ab/abcd",
        "mintmark/rebuild/../sha256/ab/abcd",
        "mintmark%2Frebuild%2F..%2Fsha256%2Fab%2Fabcd",
        "mintmark/rebuild//../sha256/ab/abcd",
        "mintmark//sha256/ab/abcd",
        "../mintmark/sha256/ab/abcd",
        "/../s3/mintmark/sha256/ab/abcd"
      })
  void copiesNothingInHoweverTheSourceIsWritten(String source) throws Exception {
    HttpResponse<String> answer =
        requests.send(
            "PUT",
            "/mintmark/rebuild/rebuild-1/taken",
            "",
            Map.of("x-amz-copy-source", source),
            "");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 404);
    assertThatThrownBy(() -> get(all, "rebuild/rebuild-1/taken")).isInstanceOf(S3Exception.class);
  }

  /** The server makes names of files of an upload's id, which a client may write as it likes. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "%2F..%2Fsha256%2Fab%2Fabcd",
        "x%2F..%2Fsha256%2Fab%2Fabcd",
        "%2F..%2F..%2Fmintmark%2Fsha256%2Fab%2Fabcd",
        "..%2Fsha256%2Fab"
      })
  void reachesNothingThroughTheIdOfAnUpload(String id) throws Exception {
    String path = "/mintmark/rebuild/rebuild-1/up";
    String complete =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>";
    List<HttpResponse<String>> answers =
        List.of(
            requests.send("DELETE", path, "uploadId=" + id, Map.of(), ""),
            requests.send("GET", path, "uploadId=" + id, Map.of(), ""),
            requests.send("POST", path, "uploadId=" + id, Map.of(), complete),
            requests.send("PUT", path, "partNumber=1&uploadId=" + id, Map.of(), "x"));
    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 404));
    assertThat(get(all, RECORDED)).isEqualTo("recorded");
    try (Stream<Path> files = Files.walk(data.resolve("s3"))) {
      assertThat(files.map(Path::toString)).noneMatch(f -> f.endsWith("up-1"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/mintmark/rebuild%2Frebuild-1%2Fsha256%2Fab%2Fabcd",
        "/mintmark/%72ebuild/rebuild-1/sha256/ab/abcd"
      })
  void readsItsOwnHoweverTheKeyIsWritten(String path) throws Exception {
    assertThat(requests.send("GET", path, "", Map.of(), "").body()).isEqualTo("laid out");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "POST"})
  void givesNothingWithoutASignature(String method) throws Exception {
    for (String path :
        List.of("/mintmark/" + RECORDED, "/mintmark/" + OWN, "/mintmark", "/mintmark/")) {
      assertThat(requests.sendUnsigned(method, path).statusCode())
          .as(path)
          .isGreaterThanOrEqualTo(400);
    }
    assertThat(get(all, RECORDED)).isEqualTo("recorded");
  }

  @Test
  void givesNothingForAnotherIdentitysSecret() {
    Endpoints endpoints = stack.endpoints();
    try (S3Client wrong = client(endpoints.s3AccessKey(), endpoints.s3RebuildSecretKey());
        S3Client unknown = client("mintmark-nobody", endpoints.s3RebuildSecretKey())) {
      for (S3Client client : List.of(wrong, unknown)) {
        assertThatThrownBy(() -> get(client, OWN))
            .isInstanceOfSatisfying(
                S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
      }
    }
  }

  private static URI presigned(S3Presigner presigner, String key) throws Exception {
    return presigner
        .presignGetObject(p ->
            p.signatureDuration(Duration.ofMinutes(5))
                .getObjectRequest(r -> r.bucket(BUCKET).key(key)))
        .url()
        .toURI();
  }

  private static HttpResponse<String> fetch(HttpClient http, URI url) throws Exception {
    return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
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

  private static void put(S3Client client, String key, String text) {
    client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(text.getBytes(UTF_8)));
  }

  private static String get(S3Client client, String key) {
    return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  private static S3Client client(String accessKey, String secretKey) {
    return S3Client.builder()
        .endpointOverride(stack.s3Endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials(accessKey, secretKey))
        .build();
  }

  private static StaticCredentialsProvider credentials(String accessKey, String secretKey) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }
}
