package dev.mintmark.canary.http;

import dev.mintmark.canary.rollout.Opening;
import dev.mintmark.canary.rollout.Operator;
import dev.mintmark.canary.rollout.Operator.Wish;
import dev.mintmark.canary.rollout.RolloutQueries;
import dev.mintmark.canary.rollout.RolloutView;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.http.WholeNumber;
import dev.mintmark.kit.refusal.Refusal;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Rollouts: start, see, and steer them. */
@Path("/v1/rollouts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"viewer", "operator"})
@Blocking
public class RolloutResource {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST = 1000;

  private final Opening opening;
  private final Operator operator;
  private final RolloutQueries queries;

  RolloutResource(Opening opening, Operator operator, RolloutQueries queries) {
    this.opening = opening;
    this.operator = operator;
    this.queries = queries;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("operator")
  @Operation(summary = "Starts a rollout of a published release")
  public Response start(NewRollout rollout) {
    if (rollout.release() == null || rollout.policy() == null) {
      throw bad("the request", "it names no release or no policy");
    }
    List<String> classes = rollout.classes() == null ? List.of() : rollout.classes();
    String id = opening.open(release(rollout.release()), rollout.policy(), classes);
    return Response.created(URI.create("/v1/rollouts/" + id)).entity(see(id)).build();
  }

  @GET
  @Operation(summary = "Rollouts by id")
  public RolloutPage list(
      @RestQuery
          @DefaultValue("100")
          @Parameter(description = "1 to 1000", schema = @Schema(type = SchemaType.INTEGER))
          String limit,
      @RestQuery Optional<String> after) {
    int size =
        WholeNumber.in(1, MOST, limit)
            .orElseThrow(() -> bad("limit", "it is " + limit + ", not 1 to " + MOST));
    List<String> ids = queries.page(after.orElse(""), size + 1).await().atMost(LIMIT);
    List<RolloutView> page = new ArrayList<>();
    ids.stream().limit(size).forEach(id -> page.add(see(id)));
    return new RolloutPage(page, ids.size() > size ? ids.get(size - 1) : null);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One rollout with every step")
  public RolloutView one(@RestPath String id) {
    return see(id);
  }

  @POST
  @Path("/{id}/{wish:approve|pause|resume|abort|rollback}")
  @RolesAllowed("operator")
  @Operation(summary = "Approves, pauses, resumes, aborts or rolls back")
  public RolloutView want(@RestPath String id, @RestPath String wish) {
    operator.want(id, Wish.valueOf(wish.toUpperCase(Locale.ROOT)));
    return see(id);
  }

  private RolloutView see(String id) {
    return queries.one(id).await().atMost(LIMIT);
  }

  private static ReleaseId release(String text) {
    try {
      return ReleaseId.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad("the release", String.valueOf(e.getMessage()));
    }
  }

  private static WebApplicationException bad(String subject, String found) {
    return new WebApplicationException(
        Problem.response(
            400, new Refusal("CAN-040", subject, found, "see /q/openapi for what is expected")));
  }
}
