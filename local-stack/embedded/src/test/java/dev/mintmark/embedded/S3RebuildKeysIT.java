package dev.mintmark.embedded;

import static dev.mintmark.embedded.RecordedStore.RECORDED;
import static dev.mintmark.embedded.RecordedStore.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A step of a rebuild finds no way around its rights by writing a key oddly. */
class S3RebuildKeysIT {
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
}
