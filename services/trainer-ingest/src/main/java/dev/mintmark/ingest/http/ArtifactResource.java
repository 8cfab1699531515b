package dev.mintmark.ingest.http;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.Shown;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.UnavailableException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Uploads by digest. The body goes through to the store's staging; memory holds one buffer. */
@Path("/v1/artifacts/{digest}")
@RolesAllowed("ci")
public class ArtifactResource {
  private final ArtifactStore store;
  private final UploadLimit limit;

  ArtifactResource(ArtifactStore store, UploadLimit limit) {
    this.store = store;
    this.limit = limit;
  }

  /** An artifact as it is answered. */
  public record Stored(String digest, String mediaType, long size) {
    static Stored of(Artifact artifact) {
      return new Stored(artifact.digest().toString(), artifact.mediaType(), artifact.size());
    }
  }

  /**
   * 201 when it is new, 200 when it was there; the bytes are checked either way, so that a damaged
   * one is mended by sending it again.
   */
  @PUT
  @Consumes(MediaType.WILDCARD)
  public Response put(
      @PathParam("digest") String name,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @Nullable Long length,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable MediaType type,
      @Context RoutingContext exchange,
      InputStream body) {
    if (!Digest.isDigest(name)) {
      return unread(exchange, 400, badDigest(name));
    }
    if (length == null) {
      return unread(exchange, 411, lengthRequired(name));
    }
    if (length > limit.bytes()) {
      return unread(exchange, 413, tooLarge(name, length));
    }
    return receive(Digest.parse(name), length, essence(type), body);
  }

  private Response receive(Digest digest, long length, String mediaType, InputStream body) {
    boolean known = store.size(digest).isPresent();
    try {
      Artifact artifact = store.receive(new Upload(body), digest, length, mediaType);
      return Response.status(known ? 200 : 201)
          .type(MediaType.APPLICATION_JSON_TYPE)
          .entity(Stored.of(artifact))
          .build();
    } catch (Upload.BrokenOffException e) {
      return Problem.response(400, brokenOff(digest, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new UnavailableException("cannot stage the upload of " + digest, e);
    }
  }

  /** 200 with the size when it is there, and will be while a build is requested; 404 when not. */
  @HEAD
  public Response head(@PathParam("digest") String name) {
    if (!Digest.isDigest(name)) {
      return Response.status(400).build();
    }
    OptionalLong size = store.reuse(Digest.parse(name));
    return size.isEmpty()
        ? Response.status(404).build()
        : Response.ok().header(HttpHeaders.CONTENT_LENGTH, size.getAsLong()).build();
  }

  /**
   * Answers without reading the body. Over HTTP/1.1 the connection then ends, or the sender would
   * have to send all that nobody wants; over HTTP/2 the stream does by itself.
   */
  private static Response unread(RoutingContext exchange, int status, Refusal refusal) {
    HttpServerRequest request = exchange.request();
    if (request.version() != HttpVersion.HTTP_2) {
      exchange.response().putHeader("Connection", "close");
      exchange.addEndHandler(answered -> request.connection().close());
    }
    return Problem.response(status, refusal);
  }

  /** The media type without parameters; what is no media type was refused with 415 before. */
  private static String essence(@Nullable MediaType type) {
    return type == null ? MediaTypes.OCTET_STREAM : type.getType() + "/" + type.getSubtype();
  }

  private static Refusal badDigest(String name) {
    return new Refusal(
        Codes.BAD_DIGEST,
        "the artifact's name",
        "found " + Shown.of(name),
        "use sha256: and the 64 lower-case hex digits of the bytes' SHA-256");
  }

  private static Refusal lengthRequired(String name) {
    return new Refusal(
        Codes.LENGTH_REQUIRED,
        "the upload of " + name,
        "it has no Content-Length",
        "send the length; chunked uploads are not taken");
  }

  private Refusal tooLarge(String name, long length) {
    return new Refusal(
        Codes.TOO_LARGE,
        "the upload of " + name,
        "it has " + length + " bytes, more than " + limit.bytes(),
        "send less, or have mintmark.ingest.max-artifact-size raised");
  }

  private static Refusal brokenOff(Digest digest, String found) {
    return new Refusal(
        Codes.BROKEN_OFF, "the upload of " + digest, found, "send the whole artifact again");
  }
}
