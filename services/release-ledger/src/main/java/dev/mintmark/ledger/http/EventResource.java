package dev.mintmark.ledger.http;

import dev.mintmark.ledger.query.Feed;
import dev.mintmark.ledger.query.HandOffRow;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The feed: hand-offs as server-sent events. */
@Path("/v1/events")
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.CI})
public class EventResource {
  private final Feed feed;

  EventResource(Feed feed) {
    this.feed = feed;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(summary = "Hand-offs of one release: those that are there, then those to come")
  public Multi<OutboundSseEvent> events(
      @RestQuery @Parameter(description = "name:version") @Nullable String release,
      @RestHeader("Last-Event-ID") @Nullable String lastEventId,
      @Context Sse sse) {
    return feed.follow(Asked.release(release), Asked.lastEventId(lastEventId))
        .map(row -> event(sse, row));
  }

  private static OutboundSseEvent event(Sse sse, HandOffRow row) {
    return sse.newEventBuilder()
        .id(Long.toString(row.sequence()))
        .name("hand-off")
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(HandOffView.class, HandOffView.of(row))
        .build();
  }
}
