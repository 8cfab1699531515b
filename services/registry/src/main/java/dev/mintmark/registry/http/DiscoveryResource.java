package dev.mintmark.registry.http;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.RepositoryLinks;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finding: distribution specification 1.1, "Content Discovery". */
@Path("/v2")
@Blocking
public final class DiscoveryResource {
  private static final int MOST_TAGS = 1000;
  private static final int MOST_REFERRERS = 1000;

  private final ArtifactStore store;
  private final RepositoryLinks links;

  DiscoveryResource(ArtifactStore store, RepositoryLinks links) {
    this.store = store;
    this.links = links;
  }

  /** One page of tags. */
  record TagPage(String name, List<String> tags) {}

  @GET
  @Path("/{name:.+}/tags/list")
  public Response tags(
      @PathParam("name") String name,
      @QueryParam("n") @Nullable Integer n,
      @QueryParam("last") @Nullable String last) {
    if (!RepositoryName.isValid(name)) {
      return OciErrors.nameInvalid(name);
    }
    RepositoryName repository = new RepositoryName(name);
    if (!links.exists(repository)) {
      return OciErrors.nameUnknown(name);
    }
    int max = n == null ? MOST_TAGS : Math.clamp(n, 0, MOST_TAGS);
    List<String> found = max == 0 ? List.of() : links.tags(repository, last, max + 1);
    List<String> page = found.subList(0, Math.min(found.size(), max));
    Response.ResponseBuilder answer = Response.ok(new TagPage(name, page)).type("application/json");
    if (found.size() > max) {
      answer.header(
          "Link",
          "</v2/" + name + "/tags/list?n=" + max + "&last=" + page.getLast() + ">; rel=\"next\"");
    }
    return answer.build();
  }

  /** An index of what refers to a manifest; empty when nothing does. */
  @GET
  @Path("/{name:.+}/referrers/{digest}")
  public Response referrers(
      @PathParam("name") String name,
      @PathParam("digest") String digest,
      @QueryParam("artifactType") @Nullable String artifactType) {
    if (!RepositoryName.isValid(name)) {
      return OciErrors.nameInvalid(name);
    }
    if (!Digest.isDigest(digest)) {
      return OciErrors.digestInvalid(digest);
    }
    RepositoryName repository = new RepositoryName(name);
    List<Descriptor> found =
        links.referrers(repository, Digest.parse(digest), MOST_REFERRERS).stream()
            .map(manifest -> descriptor(repository, manifest))
            .filter(
                referrer -> artifactType == null || artifactType.equals(referrer.artifactType()))
            .toList();
    byte[] index = new ImageIndex(null, found, null, new TreeMap<>()).bytes();
    Response.ResponseBuilder answer = Response.ok(index).type(OciMediaTypes.INDEX);
    if (artifactType != null) {
      answer.header("OCI-Filters-Applied", "artifactType");
    }
    return answer.build();
  }

  private Descriptor descriptor(RepositoryName repository, Digest manifest) {
    String mediaType =
        links
            .manifest(repository, manifest)
            .orElseThrow(
                () -> new IllegalStateException(manifest + " refers without being linked"));
    byte[] bytes = store.read(manifest, OciReader.MAX_BYTES);
    OciDocument document = OciReader.read(mediaType, bytes);
    return new Descriptor(
        mediaType,
        manifest,
        bytes.length,
        document.referrerType().orElse(null),
        document.annotations(),
        null);
  }
}
