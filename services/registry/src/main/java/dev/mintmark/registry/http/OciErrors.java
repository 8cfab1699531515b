package dev.mintmark.registry.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Errors in the distribution specification's form ("Error Codes"). */
final class OciErrors {
  private OciErrors() {}

  /** The body of an error answer. */
  record Body(List<Entry> errors) {}

  record Entry(String code, String message, String detail) {}

  static Response blobUnknown(String digest) {
    return answer(404, "BLOB_UNKNOWN", "blob unknown to this repository", digest);
  }

  static Response manifestUnknown(String reference) {
    return answer(404, "MANIFEST_UNKNOWN", "manifest unknown to this repository", reference);
  }

  static Response nameUnknown(String name) {
    return answer(404, "NAME_UNKNOWN", "nothing was published in this repository", name);
  }

  static Response nameInvalid(String name) {
    return answer(400, "NAME_INVALID", "not a repository name", name);
  }

  static Response digestInvalid(String digest) {
    return answer(400, "DIGEST_INVALID", "not a sha256 digest", digest);
  }

  static Response unsupported(String method) {
    return answer(
        405,
        "UNSUPPORTED",
        "this registry publishes releases of the line and takes no pushes",
        method);
  }

  static Response unauthorized() {
    return Response.fromResponse(answer(401, "UNAUTHORIZED", "a token is needed to pull", ""))
        .header("WWW-Authenticate", "Basic realm=\"mintmark\"")
        .build();
  }

  private static Response answer(int status, String code, String message, String detail) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new Body(List.of(new Entry(code, message, detail))))
        .build();
  }
}
