package dev.mintmark.kit.http;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns the kit's exceptions into answers. */
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
}
