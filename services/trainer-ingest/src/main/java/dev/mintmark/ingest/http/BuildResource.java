package dev.mintmark.ingest.http;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.claim.Claim;
import dev.mintmark.ingest.claim.Claims;
import dev.mintmark.ingest.inputs.InputRules;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.PlainJson;
import dev.mintmark.ingest.request.RequestRules;
import dev.mintmark.ingest.training.Drift;
import dev.mintmark.ingest.training.Trainings;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.UnavailableException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes build requests. What is refused here never reaches the log and takes no release id; what is
 * answered with 202 stands in the log.
 */
@Path("/v1/builds")
@RolesAllowed("ci")
@Produces(MediaType.APPLICATION_JSON)
public class BuildResource {
  private static final Logger LOG = Logger.getLogger(BuildResource.class);

  /** Its Avro form is shorter, and a broker takes records up to 1 MiB. */
  static final int MAX_BODY = 768 << 10;

  private final Claims claims;
  private final InputRules inputs;
  private final Trainings trainings;
  private final RequestLog log;

  BuildResource(Claims claims, InputRules inputs, Trainings trainings, RequestLog log) {
    this.claims = claims;
    this.inputs = inputs;
    this.trainings = trainings;
    this.log = log;
  }

  /**
   * A request that was taken.
   *
   * @param release {@code name:version}
   * @param request digest of the event's value, which names the request from here on
   * @param state {@code requested}: what became of it, the release ledger tells
   * @param trainingDrift earlier releases of the same commit, dataset, environment and seed that
   *     have another model; nothing is refused for it
   */
  public record Taken(String release, String request, String state, List<Drift> trainingDrift) {}

  /** 202 written down; 200 there already; 409 the id is another request's; 400 with a code. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response request(InputStream body) throws IOException {
    byte[] json = new Upload(body).readNBytes(MAX_BODY + 1);
    if (json.length > MAX_BODY) {
      return Problem.response(413, tooLarge());
    }
    BuildRequested request = PlainJson.read(json);
    Optional<Refusal> malformed = RequestRules.firstFault(request);
    if (malformed.isPresent()) {
      return Problem.response(400, malformed.get());
    }
    return claimed(request);
  }

  private Response claimed(BuildRequested request) {
    ReleaseId release = new ReleaseId(request.getName(), request.getVersion());
    byte[] value = EventCodec.write(request);
    Digest digest = Digest.of(value);
    Optional<Claim> holder = claims.find(release);
    if (holder.isEmpty()) {
      return append(release, request, value, digest);
    }
    return holder.get().request().equals(digest)
        ? taken(200, release, digest, request)
        : Problem.response(409, Claims.heldByAnother(release, holder.get()));
  }

  private Response append(ReleaseId release, BuildRequested request, byte[] value, Digest digest) {
    // Told now, it costs an upload; told by the step, it costs the version.
    Optional<Refusal> missing = inputs.firstMissing(request);
    if (missing.isPresent()) {
      return Problem.response(400, missing.get());
    }
    try {
      log.append(release, value);
    } catch (UnavailableException e) {
      LOG.warnf("build request not written release=%s error=%s", release, e.getCause());
      return Problem.response(503, logIsAway());
    }
    LOG.infof("build requested release=%s digest=%s", release, digest);
    return taken(202, release, digest, request);
  }

  private Response taken(int status, ReleaseId release, Digest digest, BuildRequested request) {
    return Response.status(status)
        .entity(
            new Taken(release.toString(), digest.toString(), "requested", trainings.drift(request)))
        .build();
  }

  private static Refusal tooLarge() {
    return new Refusal(
        Codes.TOO_LARGE,
        "the build request",
        "it has more than " + MAX_BODY + " bytes",
        "put files into the app's tree instead of listing them one by one");
  }

  private static Refusal logIsAway() {
    return new Refusal(
        Codes.LOG_AWAY,
        "the log of build requests",
        "it did not acknowledge the request in time",
        "send the same request again: a double is dropped");
  }
}
