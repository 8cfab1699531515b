package dev.mintmark.contract.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a service refuses, it says why in one form: nobody reads an empty body, or a page. */
@ExtendWith(SharedLine.class)
class HttpErrorsIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Line line;

  @BeforeAll
  static void take(Line shared) {
    line = shared;
  }

  static Stream<String> services() {
    return Stream.of(
        "trainer-ingest",
        "converter-quantizer",
        "image-builder",
        "sbom",
        "signer",
        "evidence",
        "verdict",
        "registry",
        "release-ledger",
        "canary-controller",
        "telemetry-aggregator");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void everyServiceAnswersAnUnknownPathInJson(String service) throws Exception {
    for (String path : List.of("/", "/v1/nothing", "/nothing/at/all", "/v1/releases/x/y/z")) {
      assertProblem(send(service, "GET", path, "operator", ""), 404, "KIT-063");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void everyServiceAnswersAWrongTokenInJson(String service) throws Exception {
    HttpResponse<String> answer = send(service, "GET", "/v1/nothing", "nobody", "");

    assertProblem(answer, 401, "KIT-061");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"mintmark\"");
  }

  @ParameterizedTest(name = "{0} {1} {2} as {3}: {5} {6}")
  @CsvSource({
    "release-ledger,       GET,    /v1/releases,                     '',       '',         401, KIT-061",
    "release-ledger,       GET,    /v1/releases,                     device,   '',         403, KIT-062",
    "release-ledger,       POST,   /v1/releases,                     viewer,   text/plain, 405, KIT-064",
    "release-ledger,       DELETE, /v1/releases/face-detect/v1.0.0,  viewer,   '',         405, KIT-064",
    "release-ledger,       GET,    /v1/releases?limit=99999999999,   viewer,   '',         400, LDG-002",
    "release-ledger,       GET,    /v1/releases?limit=many,          viewer,   '',         400, LDG-002",
    "trainer-ingest,       POST,   /v1/builds,                       '',       application/json, 401, KIT-061",
    "trainer-ingest,       POST,   /v1/builds,                       viewer,   application/json, 403, KIT-062",
    "trainer-ingest,       GET,    /v1/builds,                       ci,       '',         405, KIT-064",
    "trainer-ingest,       POST,   /v1/builds,                       ci,       text/plain, 415, KIT-066",
    "canary-controller,    POST,   /v1/rollouts,                     operator, text/plain, 415, KIT-066",
    "canary-controller,    POST,   /v1/rollouts,                     viewer,   application/json, 403, KIT-062",
    "canary-controller,    POST,   /v1/rollouts,                     operator, application/json, 400, KIT-060",
    "canary-controller,    PUT,    /v1/rollouts,                     operator, application/json, 405, KIT-064",
    "canary-controller,    GET,    /v1/rollouts?limit=99999999999,   viewer,   '',         400, CAN-040",
    "canary-controller,    GET,    /v1/fleet/devices?limit=9999999999, viewer, '',         400, CAN-131",
    "telemetry-aggregator, GET,    /v1/heartbeats,                   viewer,   '',         404, KIT-063",
    "telemetry-aggregator, GET,    /v1/fleet/top,                    '',       '',         401, KIT-061",
    "telemetry-aggregator, POST,   /v1/fleet/top,                    viewer,   '',         405, KIT-064"
  })
  void saysWhatIsWrongWithARequest(
      String service, String method, String path, String role, String type, int status, String code)
      throws Exception {
    assertProblem(send(service, method, path, role, type), status, code);
  }

  @ParameterizedTest(name = "{0} as {1}: {2} {3}")
  @CsvSource({
    "/v2/,                              nobody, 401, UNAUTHORIZED",
    "/v2/none/manifests/v1,             viewer, 404, NAME_UNKNOWN",
    "/v2/vision/face-detect/blobs/last, viewer, 400, DIGEST_INVALID"
  })
  void theRegistryKeepsTheFormOfItsSpecification(String path, String role, int status, String code)
      throws Exception {
    HttpResponse<String> answer = send("registry", "GET", path, role, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(Line.json(answer.body()).at("/errors/0/code").asText()).isEqualTo(code);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    JsonNode problem = Line.json(answer.body());
    assertThat(problem.path("code").asText()).isEqualTo(code);
    for (String word : List.of("message", "subject", "found", "advice")) {
      assertThat(problem.path(word).asText()).as(word).isNotBlank();
    }
  }

  /**
   * Sends a request with a body of half a JSON document.
   *
   * @param role empty for no token; one that has none gives a wrong token
   */
  private static HttpResponse<String> send(
      String service, String method, String path, String role, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(line.url(service).resolve(path));
    if (!role.isEmpty()) {
      String token = line.token(role);
      request.header("Authorization", "Bearer " + (token.isEmpty() ? "of-nobody" : token));
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    request.method(
        method,
        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{\"a\":"));
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
