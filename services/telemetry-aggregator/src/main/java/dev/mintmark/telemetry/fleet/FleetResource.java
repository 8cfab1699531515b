package dev.mintmark.telemetry.fleet;

import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;

/** What the fleet measured. */
@Path("/v1/fleet")
@RolesAllowed({"viewer", "operator"})
public class FleetResource {
  private final LatestWindows latest;

  FleetResource(LatestWindows latest) {
    this.latest = latest;
  }

  /**
   * The latest windows.
   *
   * @param windows by release, class, index and length
   */
  public record Top(List<MetricsView> windows) {
    public Top {
      windows = List.copyOf(windows);
    }
  }

  @GET
  @Path("/top")
  @Produces(MediaType.APPLICATION_JSON)
  public Top top() {
    return new Top(latest.all());
  }

  /** The latest windows, then each one that changes. */
  @GET
  @Path("/metrics")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<OutboundSseEvent> metrics(@Context Sse sse) {
    return latest.follow().map(view -> event(sse, view));
  }

  @GET
  @Path("/prometheus")
  @Produces(Exposition.MEDIA_TYPE)
  public String prometheus() {
    return Exposition.of(latest.all());
  }

  private static OutboundSseEvent event(Sse sse, MetricsView view) {
    return sse.newEventBuilder()
        .name("metrics")
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(MetricsView.class, view)
        .build();
  }
}
