package dev.mintmark.canary.device.query;

import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.http.WholeNumber;
import dev.mintmark.kit.refusal.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The fleet, to look at. */
@Path("/v1/fleet")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"viewer", "operator"})
public class FleetResource {
  private static final int MOST = 1000;

  private final FleetQueries queries;

  FleetResource(FleetQueries queries) {
    this.queries = queries;
  }

  @GET
  @Path("/devices")
  @Operation(summary = "Devices by id")
  public Uni<DevicePage> devices(
      @RestQuery("class")
          @DefaultValue("")
          @Parameter(description = "Device class; all if left out")
          String deviceClass,
      @RestQuery @DefaultValue("") @Parameter(description = "The last one of the page before")
          String after,
      @RestQuery
          @DefaultValue("100")
          @Parameter(description = "1 to 1000", schema = @Schema(type = SchemaType.INTEGER))
          String limit) {
    int size =
        WholeNumber.in(1, MOST, limit)
            .orElseThrow(
                () -> refuse(400, "CAN-131", "limit", "it is " + limit, "use 1 to " + MOST));
    return queries.devices(deviceClass, after, size + 1).map(found -> DevicePage.of(found, size));
  }

  @GET
  @Path("/devices/{device}")
  @Operation(summary = "One device, its order, and what it says")
  @APIResponse(responseCode = "200")
  @APIResponse(responseCode = "404", description = "CAN-130: never enrolled")
  public Uni<DeviceView> device(@RestPath String device) {
    return queries
        .device(device)
        .map(found -> found.map(DeviceView::of).orElseThrow(() -> unknown(device)));
  }

  @GET
  @Path("/summary")
  @Operation(summary = "How many devices of each class have which order, and how far they are")
  public Uni<SummaryView> summary() {
    return queries.counts().map(SummaryView::of);
  }

  private static WebApplicationException unknown(String device) {
    return refuse(
        404,
        "CAN-130",
        "device " + device,
        "it was never enrolled",
        "see GET /v1/fleet/devices for those that were");
  }

  private static WebApplicationException refuse(
      int status, String code, String subject, String found, String advice) {
    return new WebApplicationException(
        Problem.response(status, new Refusal(code, subject, found, advice)));
  }
}
