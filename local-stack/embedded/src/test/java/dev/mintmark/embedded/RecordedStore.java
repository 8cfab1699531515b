package dev.mintmark.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A store in which something is recorded, and who comes to it: the line, and a rebuild's step. */
final class RecordedStore implements AutoCloseable {
  static final String BUCKET = "mintmark";
  static final String RECORDED = "sha256/ab/abcd";
  static final String OWN = "rebuild/rebuild-1/sha256/ab/abcd";

  private final EmbeddedStack stack;
  private final S3Client all;
  private final S3Client rebuild;
  private final S3Requests requests;

  RecordedStore(Path data) {
    this.stack = EmbeddedStack.start(data, Set.of(Part.S3));
    Endpoints endpoints = stack.endpoints();
    this.all = client(endpoints.s3AccessKey(), endpoints.s3SecretKey());
    this.rebuild = client(endpoints.s3RebuildAccessKey(), endpoints.s3RebuildSecretKey());
    this.requests =
        new S3Requests(
            endpoints.s3Endpoint(), endpoints.s3RebuildAccessKey(), endpoints.s3RebuildSecretKey());
  }

  /** Makes it what it was before a test. */
  void record() {
    put(all, RECORDED, "recorded");
    put(all, "claims/face-detect/v1.0.0", "claimed");
    put(all, OWN, "laid out");
  }

  Endpoints endpoints() {
    return stack.endpoints();
  }

  /** Comes as one who may do everything. */
  S3Client all() {
    return all;
  }

  /** Comes as a step of a rebuild. */
  S3Client rebuild() {
    return rebuild;
  }

  /** As a step of a rebuild, without a client library. */
  S3Requests requests() {
    return requests;
  }

  S3Client client(String accessKey, String secretKey) {
    return S3Client.builder()
        .endpointOverride(stack.s3Endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials(accessKey, secretKey))
        .build();
  }

  static StaticCredentialsProvider credentials(String accessKey, String secretKey) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }

  static void put(S3Client client, String key, String text) {
    client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromBytes(text.getBytes(UTF_8)));
  }

  static String get(S3Client client, String key) {
    return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Override
  public void close() {
    requests.close();
    rebuild.close();
    all.close();
    stack.close();
  }
}
