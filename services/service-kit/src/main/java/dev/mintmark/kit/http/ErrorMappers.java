package dev.mintmark.kit.http;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns exceptions into answers: the kit's own, and those of JAX-RS and security that would have no
 * body.
 */
public final class ErrorMappers {
  private static final Logger LOG = Logger.getLogger(ErrorMappers.class);

  @ServerExceptionMapper
  public Response refused(RefusedException e) {
    int status = e.refusal().code().equals("ART-001") ? 404 : 400;
    return Problem.response(status, e.refusal());
  }

  @ServerExceptionMapper
  public Response unavailable(UnavailableException e) {
    LOG.warnf("answered 503 errorCode=KIT-030 error=%s cause=%s", e.getMessage(), e.getCause());
    return Problem.response(
        503,
        new Refusal(
            "KIT-030",
            "the artifact store",
            String.valueOf(e.getMessage()),
            "try again in a moment"));
  }

  @ServerExceptionMapper
  public Response unauthorized(UnauthorizedException e, HttpServerRequest request) {
    return Response.fromResponse(answer(HttpError.UNAUTHORIZED, request))
        .header(HttpHeaders.WWW_AUTHENTICATE, TokenAuthentication.challenge(request.path()))
        .build();
  }

  @ServerExceptionMapper
  public Response forbidden(ForbiddenException e, HttpServerRequest request) {
    return answer(HttpError.FORBIDDEN, request);
  }

  /** No such path or method, a type that is not read: what has a body keeps it. */
  @ServerExceptionMapper
  public Response failed(WebApplicationException e, HttpServerRequest request) {
    Response given = e.getResponse();
    if (given.hasEntity() || given.getStatus() < 400) {
      return given;
    }
    HttpError error = HttpError.of(given.getStatus());
    if (error == HttpError.UNEXPECTED) {
      log(e, request);
    }
    return Response.fromResponse(given)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(Problem.of(error.refusal(request.method().name(), request.path())))
        .build();
  }

  /** A JSON body with another shape than the one that is read. */
  @ServerExceptionMapper
  public Response mismatched(MismatchedInputException e, HttpServerRequest request) {
    Refusal refusal =
        HttpError.BAD_REQUEST.refusal(
            request.method().name(), request.path(), "its body: " + e.getOriginalMessage());
    return Problem.response(HttpError.BAD_REQUEST.status(), refusal);
  }

  @ServerExceptionMapper
  public Response unexpected(RuntimeException e, HttpServerRequest request) {
    log(e, request);
    return answer(HttpError.UNEXPECTED, request);
  }

  private static void log(RuntimeException e, HttpServerRequest request) {
    LOG.errorf(
        e,
        "request failed method=%s path=%s errorCode=%s",
        request.method(),
        request.path(),
        HttpError.UNEXPECTED.code());
  }

  private static Response answer(HttpError error, HttpServerRequest request) {
    return Problem.response(error.status(), error.refusal(request.method().name(), request.path()));
  }
}
