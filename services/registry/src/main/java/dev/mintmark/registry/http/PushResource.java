package dev.mintmark.registry.http;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * Pushing and deleting, which the specification lets a registry refuse: releases come through the
 * line.
 */
@Path("/v2/{path:.+}")
public final class PushResource {
  @POST
  public Response post() {
    return OciErrors.unsupported("POST");
  }

  @PUT
  public Response put() {
    return OciErrors.unsupported("PUT");
  }

  @PATCH
  public Response patch() {
    return OciErrors.unsupported("PATCH");
  }

  @DELETE
  public Response delete() {
    return OciErrors.unsupported("DELETE");
  }
}
