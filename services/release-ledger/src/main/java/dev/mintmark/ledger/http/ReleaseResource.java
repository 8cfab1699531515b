package dev.mintmark.ledger.http;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.query.LineageQueries;
import dev.mintmark.ledger.query.ReleaseQueries;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Releases and what happened to them. */
@Path("/v1/releases")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.CI})
public class ReleaseResource {
  private final ReleaseQueries queries;
  private final LineageQueries lineage;

  ReleaseResource(ReleaseQueries queries, LineageQueries lineage) {
    this.queries = queries;
    this.lineage = lineage;
  }

  @GET
  @Operation(summary = "Releases by name and version")
  public Uni<ReleasePage> list(
      @RestQuery
          @DefaultValue("100")
          @Parameter(description = "1 to 1000", schema = @Schema(type = SchemaType.INTEGER))
          String limit,
      @RestQuery @Parameter(description = "name:version, the last one of the page before")
          Optional<String> after) {
    int size = Asked.limit(limit);
    return queries
        .releases(after.map(Asked::release), size + 1)
        .map(rows -> ReleasePage.of(rows, size));
  }

  @GET
  @Path("/{name}/{version}")
  @Operation(summary = "One release with every hand-off in order")
  @APIResponse(responseCode = "200")
  @APIResponse(responseCode = "404", description = "LDG-001: the ledger has no record of it")
  public Uni<ReleaseView> one(
      @RestPath String name,
      @RestPath String version,
      @RestQuery @Parameter(description = "sha256:..; left out: the request that holds the release")
          Optional<String> request) {
    ReleaseId release = Asked.release(name + ":" + version);
    Uni<Optional<String>> wanted =
        request.isPresent() ? Uni.createFrom().item(request) : queries.holder(release);
    return wanted.chain(
        digest -> digest.map(d -> view(release, d)).orElseThrow(() -> Asked.unknown(release)));
  }

  private Uni<ReleaseView> view(ReleaseId release, String request) {
    return queries
        .handOffs(release, request)
        .chain(rows -> {
          if (rows.isEmpty()) {
            throw Asked.unknown(release);
          }
          return lineage
              .drift(release, request)
              .map(drift -> ReleaseView.of(release, request, rows, drift));
        });
  }
}
