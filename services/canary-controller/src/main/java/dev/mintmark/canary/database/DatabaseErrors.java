package dev.mintmark.canary.database;

import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A database that is away, or whose tables are not there yet, is the caller's to wait for. */
public final class DatabaseErrors {
  private static final Logger LOG = Logger.getLogger(DatabaseErrors.class);

  /** Any way in which a query fails: the drivers wrap it differently by moment. */
  @ServerExceptionMapper({
    PersistenceException.class,
    DatabaseException.class,
    ConnectException.class,
    VertxException.class
  })
  public Response unavailable(Exception e) {
    LOG.warnf("transaction failed errorCode=CAN-199 error=%s", e);
    return Problem.response(
        503,
        new Refusal(
            "CAN-199", "the controller", "its database does not answer", "try again in a moment"));
  }
}
