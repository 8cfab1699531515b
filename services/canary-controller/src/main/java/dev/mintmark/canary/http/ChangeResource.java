package dev.mintmark.canary.http;

import dev.mintmark.canary.rollout.ChangeView;
import dev.mintmark.canary.rollout.RolloutQueries;
import dev.mintmark.canary.rollout.RolloutQueries.Piece;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The steps of a rollout as they are taken, and what its verdicts were made of. */
@Path("/v1/rollouts/{id}")
@RolesAllowed({"viewer", "operator"})
public class ChangeResource {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 64 << 20;

  private final RolloutQueries queries;
  private final ArtifactStore artifacts;

  ChangeResource(RolloutQueries queries, ArtifactStore artifacts) {
    this.queries = queries;
    this.artifacts = artifacts;
  }

  @GET
  @Path("/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(summary = "Steps that were taken, then those to come")
  public Multi<OutboundSseEvent> events(
      @RestPath String id,
      @RestHeader("Last-Event-ID") @Nullable String lastEventId,
      @Context Sse sse) {
    return queries.follow(id, sequence(lastEventId)).map(change -> event(sse, change));
  }

  private static OutboundSseEvent event(Sse sse, ChangeView change) {
    return sse.newEventBuilder()
        .id(Integer.toString(change.sequence()))
        .name("change")
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(ChangeView.class, change)
        .build();
  }

  @GET
  @Path("/judgements/{sequence}/{piece:policy|evidence|verdict}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Blocking
  @Operation(summary = "The bytes that a verdict was made of, and its own")
  public byte[] judgement(@RestPath String id, @RestPath int sequence, @RestPath String piece) {
    Digest digest =
        queries
            .judgement(id, sequence, Piece.valueOf(piece.toUpperCase(Locale.ROOT)))
            .await()
            .atMost(LIMIT)
            .orElseThrow(() ->
                new WebApplicationException(
                    Problem.response(
                        404,
                        new Refusal(
                            "CAN-050",
                            "change %d of rollout %s".formatted(sequence, id),
                            "it carries no judgement",
                            "see the changes that do with GET /v1/rollouts/" + id))));
    return artifacts.read(digest, MOST_BYTES);
  }

  private static int sequence(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return 0;
    }
    try {
      return Math.max(0, Integer.parseInt(header.strip()));
    } catch (NumberFormatException e) {
      throw new WebApplicationException(
          Problem.response(
              400,
              new Refusal(
                  "CAN-040",
                  "Last-Event-ID",
                  "it is '" + header + "'",
                  "send the id of the last event received")));
    }
  }
}
