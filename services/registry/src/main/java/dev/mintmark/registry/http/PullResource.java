package dev.mintmark.registry.http;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.RepositoryLinks;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Pulling: distribution specification 1.1, "Pull". Blobs are streamed, never held in memory. */
@Path("/v2")
@Blocking
public final class PullResource {
  private static final String DIGEST_HEADER = "Docker-Content-Digest";

  private final ArtifactStore store;
  private final RepositoryLinks links;

  PullResource(ArtifactStore store, RepositoryLinks links) {
    this.store = store;
    this.links = links;
  }

  /** Whether this is a registry, and whether the caller may use it. */
  @GET
  public Response ping() {
    return Response.ok(Map.of()).header("Docker-Distribution-Api-Version", "registry/2.0").build();
  }

  @GET
  @Path("/{name:.+}/manifests/{reference}")
  public Response manifest(
      @PathParam("name") String name, @PathParam("reference") String reference) {
    return manifest(name, reference, true);
  }

  @HEAD
  @Path("/{name:.+}/manifests/{reference}")
  public Response headManifest(
      @PathParam("name") String name, @PathParam("reference") String reference) {
    return manifest(name, reference, false);
  }

  private Response manifest(String name, String reference, boolean withBody) {
    if (!RepositoryName.isValid(name)) {
      return OciErrors.nameInvalid(name);
    }
    RepositoryName repository = new RepositoryName(name);
    Optional<Digest> digest = resolve(repository, reference);
    if (digest.isEmpty()) {
      return OciErrors.manifestUnknown(reference);
    }
    Optional<String> mediaType = links.manifest(repository, digest.get());
    if (mediaType.isEmpty()) {
      return OciErrors.manifestUnknown(reference);
    }
    byte[] bytes = store.read(digest.get(), OciReader.MAX_BYTES);
    Response.ResponseBuilder answer =
        Response.ok()
            .type(mediaType.get())
            .header("Content-Length", bytes.length)
            .header(DIGEST_HEADER, digest.get());
    return withBody ? answer.entity(bytes).build() : answer.build();
  }

  private Optional<Digest> resolve(RepositoryName repository, String reference) {
    if (Digest.isDigest(reference)) {
      return Optional.of(Digest.parse(reference));
    }
    return Tag.isValid(reference) ? links.tag(repository, new Tag(reference)) : Optional.empty();
  }

  @GET
  @Path("/{name:.+}/blobs/{digest}")
  public Response blob(
      @PathParam("name") String name,
      @PathParam("digest") String digest,
      @HeaderParam("Range") @Nullable String range) {
    return blob(name, digest, Optional.ofNullable(range), true);
  }

  @HEAD
  @Path("/{name:.+}/blobs/{digest}")
  public Response headBlob(@PathParam("name") String name, @PathParam("digest") String digest) {
    return blob(name, digest, Optional.empty(), false);
  }

  private Response blob(String name, String reference, Optional<String> range, boolean withBody) {
    if (!RepositoryName.isValid(name)) {
      return OciErrors.nameInvalid(name);
    }
    if (!Digest.isDigest(reference)) {
      return OciErrors.digestInvalid(reference);
    }
    Digest digest = Digest.parse(reference);
    Optional<String> mediaType = links.blob(new RepositoryName(name), digest);
    OptionalLong size = mediaType.isEmpty() ? OptionalLong.empty() : store.size(digest);
    if (size.isEmpty()) {
      return OciErrors.blobUnknown(reference);
    }
    return switch (ByteRange.parse(range, size.getAsLong())) {
      case ByteRange.Asked.Whole whole -> whole(digest, size.getAsLong(), withBody);
      case ByteRange.Asked.Part(ByteRange part) -> part(digest, size.getAsLong(), part);
      case ByteRange.Asked.Unsatisfiable none ->
          Response.status(416).header("Content-Range", "bytes */" + size.getAsLong()).build();
    };
  }

  private Response whole(Digest digest, long size, boolean withBody) {
    Response.ResponseBuilder answer = answer(200, digest, size);
    return withBody ? answer.entity(store.open(digest)).build() : answer.build();
  }

  private Response part(Digest digest, long size, ByteRange part) {
    return answer(206, digest, part.length())
        .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size)
        .entity(store.openRange(digest, part.first(), part.length()))
        .build();
  }

  private static Response.ResponseBuilder answer(int status, Digest digest, long length) {
    return Response.status(status)
        .type("application/octet-stream")
        .header("Content-Length", length)
        .header("Accept-Ranges", "bytes")
        .header(DIGEST_HEADER, digest);
  }
}
