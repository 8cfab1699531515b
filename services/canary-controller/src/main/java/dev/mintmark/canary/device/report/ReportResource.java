package dev.mintmark.canary.device.report;

import dev.mintmark.canary.device.desired.DeviceDoor;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Where devices say how far they came. */
@Path("/v1/devices/{device}/reports")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("device")
public class ReportResource {
  private final DeviceDoor door;
  private final Reports reports;

  ReportResource(DeviceDoor door, Reports reports) {
    this.door = door;
    this.reports = reports;
  }

  @POST
  @Operation(
      summary = "Records what the caller says about its order; the same again changes nothing")
  @APIResponse(responseCode = "202", description = "Recorded, now or before")
  @APIResponse(responseCode = "400", description = "CAN-120, CAN-105: not a report")
  @APIResponse(responseCode = "403", description = "CAN-101, CAN-102: not the caller's to say")
  @APIResponse(responseCode = "409", description = "CAN-121: not the order that the caller has")
  public Uni<Response> hear(@RestPath String device, Report.@Nullable Body body) {
    door.admit(door.holder(device));
    Report report = Report.read(body);
    return reports
        .hear(device, report)
        .map(heard ->
            switch (heard) {
              case Heard.Recorded recorded -> Response.accepted().build();
              case Heard.Repeated repeated -> Response.accepted().build();
              case Heard.GivenAgain again -> Response.accepted().build();
              case Heard.NotItsOrder(long order) -> notItsOrder(report, order);
            });
  }

  private static Response notItsOrder(Report report, long order) {
    return Problem.response(
        409,
        new Refusal(
            "CAN-121",
            "the report about order " + report.order(),
            order == 0 ? "the device has no order" : "the device has order " + order,
            "ask for the desired state and go on from there"));
  }
}
