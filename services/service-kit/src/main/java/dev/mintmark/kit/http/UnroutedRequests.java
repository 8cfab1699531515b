package dev.mintmark.kit.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** Gives the errors that the HTTP server itself answers the body that all others have. */
@Singleton
public class UnroutedRequests {
  void add(@Observes Router router) {
    Stream.of(HttpError.values())
        .filter(error -> error.status() < HttpError.UNEXPECTED.status())
        .forEach(error -> router.errorHandler(error.status(), context -> answer(context, error)));
  }

  private static void answer(RoutingContext context, HttpError error) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .setStatusCode(error.status())
        .putHeader("Content-Type", "application/json")
        .end(error.body(context.request().method().name(), context.request().path()));
  }
}
