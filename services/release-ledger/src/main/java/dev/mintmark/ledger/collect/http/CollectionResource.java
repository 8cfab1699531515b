package dev.mintmark.ledger.collect.http;

import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.ledger.collect.sweep.Collections;
import dev.mintmark.ledger.collect.sweep.Order;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Collections of artifacts that nothing names. */
@Path("/v1/collections")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class CollectionResource {
  private final Collections collections;

  CollectionResource(Collections collections) {
    this.collections = collections;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("operator")
  @Operation(summary = "Counts artifacts, says which could go, or removes them")
  @APIResponse(responseCode = "202", description = "Begun")
  @APIResponse(responseCode = "400", description = "LDG-002: no order")
  @APIResponse(responseCode = "409", description = "LDG-053: another one is at work")
  public Response begin(byte @Nullable [] body) {
    Order order = CollectionBody.read(body);
    try {
      return Response.accepted(view(collections.begin(order))).build();
    } catch (RefusedException e) {
      return Problem.response(409, e.refusal());
    } catch (UnavailableException e) {
      return Problem.response(
          503,
          new Refusal(
              "LDG-003", "the ledger", String.valueOf(e.getMessage()), "try again in a moment"));
    }
  }

  @GET
  @Path("/{collection}")
  @RolesAllowed({"viewer", "operator"})
  @Operation(summary = "How far a collection is, and what came of it")
  @APIResponse(responseCode = "404", description = "LDG-054: not begun since the ledger started")
  public CollectionView one(@RestPath String collection) {
    return view(collection);
  }

  private CollectionView view(String id) {
    return collections
        .find(id)
        .map(state -> CollectionView.of(id, state))
        .orElseThrow(() ->
            new WebApplicationException(
                Problem.response(
                    404,
                    new Refusal(
                        "LDG-054",
                        "collection " + id,
                        "this ledger has not begun it since it started",
                        "begin another one: what is left to do it does"))));
  }
}
