package dev.mintmark.canary.device.enrolment;

import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.device.DeviceTokens;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Where operators get enrolment tokens, and devices trade them for tokens of their own. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EnrolmentResource {
  private final Enrolments enrolments;
  private final DeviceTokens tokens;

  EnrolmentResource(Enrolments enrolments, DeviceTokens tokens) {
    this.enrolments = enrolments;
    this.tokens = tokens;
  }

  /**
   * Tokens, to be given to one device each.
   *
   * @param expires RFC 3339, UTC
   */
  public record TokensView(String deviceClass, List<String> tokens, String expires) {}

  /** What a device needs from now on. */
  public record DeviceView(String device, String deviceClass, int generation, String token) {}

  @POST
  @Path("/enrolments")
  @RolesAllowed("operator")
  @Operation(summary = "Makes tokens that enrol one device each; they are shown this once")
  @APIResponse(responseCode = "201")
  @APIResponse(responseCode = "400", description = "CAN-110: not an order for tokens")
  public Uni<Response> make(TokenOrder.@Nullable Body body) {
    TokenOrder order = TokenOrder.read(body);
    return enrolments
        .make(order)
        .map(made ->
            secret(
                201,
                new TokensView(
                    order.deviceClass(),
                    made.tokens().stream().map(EnrolmentToken::text).toList(),
                    made.expires().toString())));
  }

  @POST
  @Path("/devices")
  @PermitAll
  @Operation(summary = "Enrols the device that brings a token")
  @APIResponse(
      responseCode = "201",
      description = "Enrolled; earlier tokens of the device are void")
  @APIResponse(responseCode = "200", description = "It was enrolled with that token before")
  @APIResponse(responseCode = "403", description = "CAN-111 to CAN-113: the token is not good")
  @APIResponse(responseCode = "409", description = "CAN-114: the device is of another class")
  public Uni<Response> enrol(Applicant.@Nullable Body body) {
    return enrolments.enrol(Applicant.read(body)).map(this::answer);
  }

  private Response answer(Enrolled outcome) {
    return switch (outcome) {
      case Enrolled.Anew anew -> secret(201, view(anew.identity()));
      case Enrolled.Before(DeviceIdentity identity) -> secret(200, view(identity));
      case Enrolled.TokenRefused(Refusal refusal) -> Problem.response(403, refusal);
      case Enrolled.ClassRefused(Refusal refusal) -> Problem.response(409, refusal);
    };
  }

  private DeviceView view(DeviceIdentity identity) {
    return new DeviceView(
        identity.device(), identity.deviceClass(), identity.generation(), tokens.issue(identity));
  }

  private static Response secret(int status, Object body) {
    return Response.status(status)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(body)
        .build();
  }
}
