package dev.mintmark.kit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.kit.refusal.Refusal;
import java.util.Arrays;

/**
 * What a request meets before any service's own code looks at it: no token, no such path. Each has
 * a code of its own, so that no error is without a body.
 */
enum HttpError {
  BAD_REQUEST(400, "KIT-060", "it is malformed", "see the service's API"),
  UNAUTHORIZED(
      401,
      "KIT-061",
      "it has no token that is known here",
      "send Authorization: Bearer with a token of a role that may do this"),
  FORBIDDEN(
      403, "KIT-062", "its token's role may not do this", "send a token of a role that may do it"),
  NOT_FOUND(404, "KIT-063", "nothing is at this path", "see the service's API for its paths"),
  METHOD_NOT_ALLOWED(
      405, "KIT-064", "the path does not take this method", "use one that the Allow header names"),
  NOT_ACCEPTABLE(
      406, "KIT-065", "the answer has none of the accepted types", "send Accept: application/json"),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "KIT-066",
      "its Content-Type is not one that is read here",
      "send Content-Type: application/json"),
  TOO_LARGE(413, "KIT-067", "its body is too large", "send less at once"),
  UNEXPECTED(
      500, "KIT-069", "the service failed on it", "look for KIT-069 in its log, and report it");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OCI = "/v2/";

  private final int status;
  private final String code;
  private final String found;
  private final String advice;

  HttpError(int status, String code, String found, String advice) {
    this.status = status;
    this.code = code;
    this.found = found;
    this.advice = advice;
  }

  /** The one of a status; of another 4xx the one of 400, of another 5xx the one of 500. */
  static HttpError of(int status) {
    return Arrays.stream(values())
        .filter(error -> error.status == status)
        .findFirst()
        .orElse(status < UNEXPECTED.status ? BAD_REQUEST : UNEXPECTED);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /**
   * In words.
   *
   * @param method of the request
   */
  Refusal refusal(String method, String path) {
    return refusal(method, path, found);
  }

  Refusal refusal(String method, String path, String foundInstead) {
    return new Refusal(code, method + " " + path, foundInstead, advice);
  }

  /**
   * The answer's JSON: a {@link Problem}; under {@code /v2/} in the form of the OCI distribution
   * specification 1.1, section "Error Codes", which is what clients of a registry show.
   */
  String body(String method, String path) {
    Refusal refusal = refusal(method, path);
    ObjectNode body =
        path.startsWith(OCI) ? oci(refusal.message()) : JSON.valueToTree(Problem.of(refusal));
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written", e);
    }
  }

  private ObjectNode oci(String message) {
    String known =
        switch (this) {
          case UNAUTHORIZED -> "UNAUTHORIZED";
          case FORBIDDEN -> "DENIED";
          case NOT_FOUND -> "NAME_UNKNOWN";
          case BAD_REQUEST,
              METHOD_NOT_ALLOWED,
              NOT_ACCEPTABLE,
              UNSUPPORTED_MEDIA_TYPE,
              TOO_LARGE,
              UNEXPECTED ->
              "UNSUPPORTED";
        };
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putArray("errors").addObject().put("code", known).put("message", message);
    return error;
  }
}
