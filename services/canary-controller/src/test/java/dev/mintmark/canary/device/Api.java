package dev.mintmark.canary.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** The controller over HTTP, as operators and devices reach it. */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;

  Api(URI base) {
    this.base = base;
  }

  URI base() {
    return base;
  }

  /**
   * A GET.
   *
   * @param token empty for none
   */
  HttpResponse<String> get(String path, String token) {
    return send(request(path, token).GET());
  }

  HttpResponse<String> post(String path, String token, String body) {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** What a device is to run, asked with what it has. */
  HttpResponse<String> desired(String device, String token, String etag, int wait) {
    return send(desiredRequest(device, token, etag, wait));
  }

  /** The same without waiting for the answer. */
  CompletableFuture<HttpResponse<String>> desiredLater(
      String device, String token, String etag, int wait) {
    return HTTP.sendAsync(
        desiredRequest(device, token, etag, wait).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder desiredRequest(String device, String token, String etag, int wait) {
    HttpRequest.Builder request =
        request("/v1/devices/" + device + "/desired?wait=" + wait, token).GET();
    return etag.isEmpty() ? request : request.header("If-None-Match", etag);
  }

  /** A report about an order. */
  HttpResponse<String> report(String device, String token, long order, String kind, String index) {
    return post(
        "/v1/devices/" + device + "/reports", token, reportBody(order, kind, index).toString());
  }

  static ObjectNode reportBody(long order, String kind, String index) {
    return JSON.createObjectNode()
        .put("order", order)
        .put("kind", kind)
        .put("release", "face-detect:v1.0.1")
        .put("index", index);
  }

  /** New enrolment tokens. */
  String enrolmentToken(String deviceClass) {
    HttpResponse<String> answer =
        post(
            "/v1/enrolments",
            ControllerProcess.OPERATOR,
            "{\"deviceClass\":\"%s\",\"count\":1,\"validFor\":\"PT1H\"}".formatted(deviceClass));
    expect(201, answer);
    return json(answer).get("tokens").get(0).asText();
  }

  HttpResponse<String> enrol(String token, String device) {
    return post("/v1/devices", "", "{\"token\":\"%s\",\"device\":\"%s\"}".formatted(token, device));
  }

  /** Enrols a device; its token. */
  String enrolled(String device, String deviceClass) {
    HttpResponse<String> answer = enrol(enrolmentToken(deviceClass), device);
    expect(201, answer);
    return json(answer).get("token").asText();
  }

  private static void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new AssertionError(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(ControllerProcess.LONG_ENOUGH);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer is a refusal that says what to do. */
  static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains("\"advice\"");
  }
}
