package dev.mintmark.registry.mirror;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the mirrors are. */
@Path("/v1/mirrors")
@RolesAllowed({"viewer", "operator"})
public class MirrorResource {
  private final Mirrors mirrors;

  MirrorResource(Mirrors mirrors) {
    this.mirrors = mirrors;
  }

  /** A mirror as it is answered; {@link MirrorState.Seen} says what the parts are. */
  public record View(
      String name,
      String url,
      String state,
      long behind,
      long mirrored,
      @Nullable String last,
      @Nullable String waitsFor,
      int attempts,
      List<String> setAside) {
    static View of(Mirrors.Status status) {
      MirrorState.Seen seen = status.seen();
      return new View(
          status.name(),
          status.url(),
          status.state(),
          seen.behind(),
          seen.mirrored(),
          seen.last(),
          seen.waitsFor(),
          seen.attempts(),
          seen.setAside());
    }
  }

  /** All, by name. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<View> all() {
    return mirrors.all().stream().map(View::of).toList();
  }
}
