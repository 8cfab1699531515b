package dev.mintmark.registry.http;

import dev.mintmark.kit.http.TokenAuthentication;
import dev.mintmark.registry.serve.Answer;
import dev.mintmark.registry.serve.Json;
import dev.mintmark.registry.serve.RegistryException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/**
 * Answers clients that want a token for a token. Nothing new is issued: who brought a known one
 * gets it back, who brought none the anonymous one, where that may pull.
 */
final class TokenCalls {
  private final boolean anonymousPull;

  TokenCalls(boolean anonymousPull) {
    this.anonymousPull = anonymousPull;
  }

  /** To be called after authentication: a token that comes here is a known one. */
  Answer answer(HttpServerRequest request) {
    if (!request.method().name().equals("GET")) {
      throw RegistryException.notAllowed("GET");
    }
    Optional<String> brought =
        Optional.ofNullable(request.getHeader("Authorization"))
            .flatMap(TokenAuthentication::secret);
    if (brought.isEmpty() && !anonymousPull) {
      throw RegistryException.unauthorized(
          "Basic realm=\"mintmark\"", "send a token as the password of basic authentication");
    }
    return new Answer(
        200,
        Map.of("Content-Type", "application/json", "Cache-Control", "no-store"),
        new Answer.Bytes(Json.token(brought.orElse(Callers.ANONYMOUS))));
  }
}
