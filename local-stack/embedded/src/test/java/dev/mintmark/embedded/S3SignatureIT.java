package dev.mintmark.embedded;

import static dev.mintmark.embedded.RecordedStore.BUCKET;
import static dev.mintmark.embedded.RecordedStore.OWN;
import static dev.mintmark.embedded.RecordedStore.RECORDED;
import static dev.mintmark.embedded.RecordedStore.credentials;
import static dev.mintmark.embedded.RecordedStore.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The store gives nothing but for a signature, and by it only what its maker may have. */
class S3SignatureIT {
  @TempDir static Path data;
  private static RecordedStore store;
  private static S3Client all;
  private static S3Requests requests;

  @BeforeAll
  static void start() {
    store = new RecordedStore(data);
    all = store.all();
    requests = store.requests();
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
  void signsNoUrlForWhatItMayNotRead() throws Exception {
    Endpoints endpoints = store.endpoints();
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
    Endpoints endpoints = store.endpoints();
    try (S3Client wrong = store.client(endpoints.s3AccessKey(), endpoints.s3RebuildSecretKey());
        S3Client unknown = store.client("mintmark-nobody", endpoints.s3RebuildSecretKey())) {
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
}
