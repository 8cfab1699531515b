package dev.mintmark.ledger.rebuild.http;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.http.WholeNumber;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.ledger.query.RebuildQueries;
import dev.mintmark.ledger.query.RebuildRow;
import dev.mintmark.ledger.rebuild.chain.Rows;
import dev.mintmark.ledger.rebuild.order.Order;
import dev.mintmark.ledger.rebuild.order.OrderRebuilds;
import dev.mintmark.ledger.rebuild.order.OrderRefusals;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Rebuilds: ordering them, and what came of them. */
@Path("/v1/rebuilds")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class RebuildResource {
  private static final int MOST = 100;

  /** A report of a release with many differences. */
  private static final int MOST_REPORT_BYTES = 64 << 20;

  private final OrderRebuilds orders;
  private final RebuildQueries queries;
  private final ArtifactStore store;

  RebuildResource(OrderRebuilds orders, RebuildQueries queries, ArtifactStore store) {
    this.orders = orders;
    this.queries = queries;
    this.store = store;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("operator")
  @Operation(summary = "Make published releases again")
  @APIResponse(responseCode = "202")
  @APIResponse(responseCode = "404", description = "LDG-030: a release that nobody knows")
  @APIResponse(responseCode = "409", description = "LDG-031, LDG-032: it cannot be rebuilt")
  public Response order(byte @Nullable [] body) {
    Order order = OrderBody.read(body);
    try {
      return Response.accepted(OrderedView.of(orders.order(order))).build();
    } catch (RefusedException e) {
      int status = e.refusal().code().equals(OrderRefusals.UNKNOWN) ? 404 : 409;
      return Problem.response(status, e.refusal());
    } catch (UnavailableException e) {
      throw Answers.unavailable(String.valueOf(e.getMessage()));
    }
  }

  @GET
  @RolesAllowed({"viewer", "operator", "ci"})
  @Operation(summary = "Rebuilds, the latest first")
  public RebuildPage list(
      @RestQuery @DefaultValue("20") String limit, @RestQuery Optional<String> after) {
    int size =
        WholeNumber.in(1, MOST, limit)
            .orElseThrow(() ->
                Answers.problem(400, "LDG-002", "limit", "it is " + limit, "use 1 to " + MOST));
    OptionalInt before = after.map(Answers::number).orElseGet(OptionalInt::empty);
    List<Run> runs = ask(() -> Rows.await(() -> queries.runs(before, size + 1)));
    List<RebuildView> views =
        runs.stream().limit(size).map(this::view).flatMap(Optional::stream).toList();
    return new RebuildPage(views, runs.size() > size ? runs.get(size - 1).id() : null);
  }

  @GET
  @Path("/{run}")
  @RolesAllowed({"viewer", "operator", "ci"})
  @Operation(summary = "One rebuild with each release's state and verdict")
  public RebuildView one(@RestPath String run) {
    Run asked = Answers.run(run);
    return view(asked).orElseThrow(() -> Answers.noRebuild(asked));
  }

  @GET
  @Path("/{run}/{name}/{version}/report")
  @RolesAllowed({"viewer", "operator", "ci"})
  @Operation(summary = "Every artifact with every difference")
  public byte[] report(@RestPath String run, @RestPath String name, @RestPath String version) {
    Run asked = Answers.run(run);
    ReleaseId release = Answers.release(name, version);
    String report =
        ask(() -> Rows.await(() -> queries.verdict(asked, release)))
            .orElseThrow(() -> Answers.notJudged(asked, release))
            .report();
    return ask(() -> store.read(Digest.parse(report), MOST_REPORT_BYTES));
  }

  private Optional<RebuildView> view(Run run) {
    List<RebuildRow> ordered = ask(() -> Rows.await(() -> queries.orders(run)));
    return ordered.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RebuildView.of(
                ordered,
                ask(() -> Rows.await(() -> queries.verdicts(run))),
                ask(() -> Rows.await(() -> queries.handOffs(run)))));
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnavailableException e) {
      throw Answers.unavailable(String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      throw Answers.problem(
          404,
          e.refusal().code(),
          e.refusal().subject(),
          e.refusal().found(),
          e.refusal().advice());
    }
  }
}
