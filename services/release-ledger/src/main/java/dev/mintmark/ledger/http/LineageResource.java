package dev.mintmark.ledger.http;

import dev.mintmark.ledger.entry.Origin;
import dev.mintmark.ledger.lineage.SystemNeeds;
import dev.mintmark.ledger.query.LineageQueries;
import dev.mintmark.ledger.query.LineageQueries.Sought;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** From what a release is made of to the devices that run it. */
@Path("/v1/lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.CI})
public class LineageResource {
  private final LineageQueries queries;
  private final SystemNeeds needs;

  LineageResource(LineageQueries queries, SystemNeeds needs) {
    this.queries = queries;
    this.needs = needs;
  }

  @GET
  @Operation(summary = "Releases made from something, and the devices that run them now")
  @APIResponse(responseCode = "200")
  @APIResponse(responseCode = "400", description = "LDG-002: no such kind, or no value")
  public Uni<LineageView> lineage(
      @RestQuery
          @Parameter(
              description =
                  "dataset, base, firmware (or a driver: its name, version, or both), environment,"
                      + " model, commit, target or artifact (any input)")
          @Nullable String kind,
      @RestQuery @Parameter(description = "a digest, or what the kind has for a name")
          @Nullable String value,
      @RestQuery
          @DefaultValue("100")
          @Parameter(
              description =
                  "releases, and devices, at most: 1 to 1000; both are counted to the end",
              schema = @Schema(type = SchemaType.INTEGER))
          String limit) {
    int size = Asked.limit(limit);
    String wanted = Asked.value(value);
    LineageKind of = Asked.kind(kind);
    if (of.kinds().isEmpty()) {
      return firmware(of, wanted, size);
    }
    return view(
        of, wanted, new Sought(of.kinds(), List.of(wanted), Optional.empty()), List.of(), size);
  }

  private Uni<LineageView> firmware(LineageKind kind, String wanted, int size) {
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on a Vert.x context");
    return queries
        .profiles()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(profiles -> needs.asking(profiles, wanted))
        .emitOn(command -> context.runOnContext(ignored -> command.run()))
        .chain(found ->
            view(
                kind,
                wanted,
                new Sought(List.of(Origin.Kind.PROFILE), found.matching(), Optional.of(wanted)),
                found.unread(),
                size));
  }

  private Uni<LineageView> view(
      LineageKind kind, String value, Sought sought, List<String> unread, int size) {
    return queries
        .releases(sought, size)
        .chain(releases ->
            queries
                .countReleases(sought)
                .chain(releaseCount ->
                    queries
                        .devices(sought, size)
                        .chain(devices ->
                            queries
                                .countDevices(sought)
                                .map(deviceCount ->
                                    new LineageView(
                                        kind.word(),
                                        value,
                                        releaseCount,
                                        LineageView.Release.of(releases),
                                        deviceCount,
                                        LineageView.Device.of(devices),
                                        unread)))));
  }
}
