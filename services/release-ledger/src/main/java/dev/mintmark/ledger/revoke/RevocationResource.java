package dev.mintmark.ledger.revoke;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.ledger.decision.DecisionLog;
import dev.mintmark.ledger.query.HandOffRow;
import dev.mintmark.ledger.query.ReleaseQueries;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Where an operator withdraws a release. */
@Path("/v1/releases/{name}/{version}/revocation")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
public class RevocationResource {
  private final ReleaseQueries queries;
  private final DecisionLog log;

  RevocationResource(ReleaseQueries queries, DecisionLog log) {
    this.queries = queries;
    this.log = log;
  }

  /** What was withdrawn. */
  public record Revoked(String release, String state, String reason) {}

  @POST
  @Operation(summary = "Withdraws a release for good; the same again changes nothing")
  @APIResponse(responseCode = "202", description = "Written down; every door reads it")
  @APIResponse(responseCode = "400", description = "LDG-002: no reason")
  @APIResponse(responseCode = "404", description = "LDG-001: the ledger has no record of it")
  public Uni<Response> revoke(
      @RestPath String name, @RestPath String version, @Nullable JsonNode body) {
    ReleaseId release;
    try {
      release = new ReleaseId(name, version);
    } catch (IllegalArgumentException e) {
      return answer(bad("release " + name + ":" + version, e.getMessage(), "use NAME:VERSION"));
    }
    String reason = body == null ? null : body.path("reason").asText(null);
    if (reason == null || !Revocation.isReason(reason)) {
      return answer(
          bad("the reason", "it is not one line of 1 to 500 characters", "say why in \"reason\""));
    }
    return queries
        .holder(release)
        .chain(holder ->
            holder.isEmpty()
                ? answer(unknown(release))
                : queries
                    .handOffs(release, holder.get())
                    .chain(rows -> written(release, holder, rows, reason)));
  }

  private Uni<Response> written(
      ReleaseId release, Optional<String> holder, List<HandOffRow> rows, String reason) {
    Revocation revocation = Revocation.of(release, holder.orElseThrow(), rows, reason);
    // One id for one release, so that who revokes it twice does it once.
    String id = EventHeaders.nextId(revocation.request(), "revoke", EventHeaders.LIVE);
    return log.append(
            new DecisionLog.Decision(
                TopicCatalogue.RELEASE_REVOKED, release, id, revocation.event()))
        .replaceWith(
            () -> Response.accepted(new Revoked(release.toString(), "revoked", reason)).build());
  }

  private static Uni<Response> answer(Response response) {
    return Uni.createFrom().item(response);
  }

  private static Response bad(String subject, @Nullable String found, String advice) {
    return Problem.response(400, new Refusal("LDG-002", subject, String.valueOf(found), advice));
  }

  private static Response unknown(ReleaseId release) {
    return Problem.response(
        404,
        new Refusal(
            "LDG-001",
            "release " + release,
            "the ledger has no record of it",
            "see GET /v1/releases for those it has"));
  }
}
