package dev.mintmark.ledger.rebuild.http;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/** The line's own artifacts by digest: archived toolchains, and both sides of a difference. */
@Path("/v1/artifacts")
@Blocking
public class ArtifactResource {
  private final ArtifactStore store;

  ArtifactResource(ArtifactStore store) {
    this.store = store;
  }

  @GET
  @Path("/{digest}")
  @RolesAllowed({"viewer", "operator", "ci"})
  @Operation(summary = "The bytes of an artifact; damaged ones break off before their end")
  public Response one(@RestPath String digest) {
    if (!Digest.isDigest(digest)) {
      throw Answers.problem(
          400, "LDG-002", "artifact " + digest, "it is no digest", "use sha256:<64 hex digits>");
    }
    Digest asked = Digest.parse(digest);
    try {
      OptionalLong size = store.size(asked);
      if (size.isEmpty()) {
        throw Answers.problem(
            404, "LDG-037", "artifact " + asked, "it is not in the store", "check the digest");
      }
      return Response.ok(store.open(asked), MediaType.APPLICATION_OCTET_STREAM_TYPE)
          .header(HttpHeaders.CONTENT_LENGTH, size.getAsLong())
          .build();
    } catch (UnavailableException e) {
      throw Answers.unavailable(String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      throw Answers.problem(
          404, e.refusal().code(), "artifact " + asked, e.refusal().found(), e.refusal().advice());
    }
  }
}
