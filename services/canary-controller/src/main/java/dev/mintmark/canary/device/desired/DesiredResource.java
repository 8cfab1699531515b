package dev.mintmark.canary.device.desired;

import dev.mintmark.kit.device.DeviceIdentity;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Where devices ask what they are to run. */
@Path("/v1/devices/{device}/desired")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("device")
public class DesiredResource {
  private static final int LONGEST_SECONDS = 60;

  private final DeviceDoor door;
  private final KnownDevices devices;
  private final Waiters waiters;
  private final LastPolls polls;

  DesiredResource(DeviceDoor door, KnownDevices devices, Waiters waiters, LastPolls polls) {
    this.door = door;
    this.devices = devices;
    this.waiters = waiters;
    this.polls = polls;
  }

  @GET
  @Operation(summary = "The caller's order, at once when it differs from the one it has")
  @APIResponse(responseCode = "200", description = "The order, its sequence as the entity tag")
  @APIResponse(responseCode = "204", description = "Nothing was ordered yet")
  @APIResponse(responseCode = "304", description = "Still the order in If-None-Match")
  @APIResponse(responseCode = "403", description = "CAN-101, CAN-102: not the caller's to ask")
  public Uni<Response> desired(
      @RestPath String device,
      @RestQuery
          @DefaultValue("0")
          @Parameter(
              description = "Seconds to wait for a new order, 0 to 60",
              schema = @Schema(type = SchemaType.INTEGER))
          String wait,
      @RestHeader(HttpHeaders.IF_NONE_MATCH) @Nullable String has) {
    DeviceIdentity token = door.holder(device);
    KnownDevice known = door.admit(token);
    Duration longest = longest(wait);
    polls.polled(device);
    if (longest.isZero() || isNews(known, has)) {
      return Uni.createFrom().item(answer(known, has));
    }
    return waiters
        .await(device, longest, () -> isNews(devices.find(device).orElse(known), has))
        // Asked again: in the meantime the device may have been given another token.
        .map(woken -> answer(door.admit(token), has));
  }

  private static boolean isNews(KnownDevice known, @Nullable String has) {
    return known.order() > 0 && !EntityTags.names(has, known.order());
  }

  private static Response answer(KnownDevice known, @Nullable String has) {
    if (known.desired().isEmpty()) {
      return Response.noContent().build();
    }
    long order = known.order();
    Response.ResponseBuilder answer =
        isNews(known, has)
            ? Response.ok(DesiredView.of(order, known.desired().get()))
            : Response.notModified();
    return answer.header(HttpHeaders.ETAG, EntityTags.of(order)).build();
  }

  private static Duration longest(String seconds) {
    int wait =
        WholeNumber.in(0, LONGEST_SECONDS, seconds)
            .orElseThrow(() ->
                new WebApplicationException(
                    Problem.response(
                        400,
                        new Refusal(
                            "CAN-103",
                            "wait",
                            "it is " + seconds,
                            "use 0 to " + LONGEST_SECONDS))));
    return Duration.ofSeconds(wait);
  }
}
