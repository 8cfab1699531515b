package dev.mintmark.kit.http;

import dev.mintmark.kit.refusal.Refusal;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as every endpoint answers it.
 *
 * @param code stable
 * @param message one sentence for people
 */
public record Problem(String code, String message, String subject, String found, String advice) {
  public static Problem of(Refusal refusal) {
    return new Problem(
        refusal.code(), refusal.message(), refusal.subject(), refusal.found(), refusal.advice());
  }

  /** An answer with this body. */
  public static Response response(int status, Refusal refusal) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(of(refusal))
        .build();
  }
}
