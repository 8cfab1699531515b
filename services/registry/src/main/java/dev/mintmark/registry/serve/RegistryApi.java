package dev.mintmark.registry.serve;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.registry.link.Served;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Answers calls from the links of the repository that is asked, and from nothing else. */
public final class RegistryApi {
  /** What refers to one manifest is listed in pages of so many. */
  static final int REFERRERS_PAGE = 100;

  private static final String CONTENT_TYPE = "Content-Type";
  private static final String CONTENT_DIGEST = "Docker-Content-Digest";
  private static final String JSON = "application/json";

  private final Pointers pointers;

  public RegistryApi(Pointers pointers) {
    this.pointers = pointers;
  }

  /**
   * Answers one call.
   *
   * @throws RegistryException when there is nothing to answer with
   */
  public Answer answer(Call call) {
    return switch (call) {
      case Call.Version() -> json(Json.empty());
      case Call.ManifestCall manifest -> manifest(manifest);
      case Call.BlobCall blob -> blob(blob);
      case Call.TagsCall tags -> tags(tags);
      case Call.ReferrersCall referrers -> referrers(referrers);
    };
  }

  private static Answer json(byte[] body) {
    return new Answer(200, Map.of(CONTENT_TYPE, JSON), new Answer.Bytes(body));
  }

  private Answer manifest(Call.ManifestCall call) {
    Served repository = repository(call.repository());
    Optional<Digest> digest = resolve(repository, call.reference());
    requireNotWithdrawn(repository, call.reference(), digest);
    Artifact manifest =
        digest
            .flatMap(repository::manifest)
            .orElseThrow(() ->
                unknown(
                    repository,
                    call.repository(),
                    "MANIFEST_UNKNOWN",
                    "manifest " + call.reference()));
    return new Answer(
        200,
        Map.of(CONTENT_TYPE, manifest.mediaType(), CONTENT_DIGEST, manifest.digest().toString()),
        new Answer.StoredManifest(manifest.digest(), manifest.size()));
  }

  /** A digest that a tag names is asked for too: a withdrawn index has no other way in. */
  private static void requireNotWithdrawn(
      Served repository, String reference, Optional<Digest> digest) {
    Optional<String> reason =
        Tag.isValid(reference) ? repository.withdrawn(new Tag(reference)) : Optional.empty();
    if (reason.isEmpty()) {
      reason = digest.flatMap(repository::withdrawn);
    }
    reason.ifPresent(why -> {
      throw new RegistryException(
          404, "MANIFEST_UNKNOWN", reference + " was withdrawn: " + why + " (REG-012)");
    });
  }

  private static Optional<Digest> resolve(Served repository, String reference) {
    if (Digest.isDigest(reference)) {
      return Optional.of(Digest.parse(reference));
    }
    return Tag.isValid(reference) ? repository.tag(new Tag(reference)) : Optional.empty();
  }

  private Answer blob(Call.BlobCall call) {
    Served repository = repository(call.repository());
    OptionalLong size = repository.blob(call.digest());
    if (size.isEmpty()) {
      throw unknown(repository, call.repository(), "BLOB_UNKNOWN", "blob " + call.digest());
    }
    long all = size.getAsLong();
    Optional<ByteRange> range =
        call.range() == null ? Optional.empty() : ByteRange.read(call.range(), all);
    Answer answer =
        new Answer(
            range.isPresent() ? 206 : 200,
            Map.of(
                CONTENT_TYPE,
                "application/octet-stream",
                CONTENT_DIGEST,
                call.digest().toString(),
                "Accept-Ranges",
                "bytes"),
            range
                .map(r -> new Answer.StoredBlob(call.digest(), r.first(), r.length(), false))
                .orElseGet(() -> new Answer.StoredBlob(call.digest(), 0, all, true)));
    return range
        .map(r -> answer.with("Content-Range", "bytes " + r.first() + "-" + r.last() + "/" + all))
        .orElse(answer);
  }

  private Answer tags(Call.TagsCall call) {
    Served repository = repository(call.repository());
    if (!repository.exists()) {
      throw unknownName(call.repository());
    }
    List<String> found =
        repository.tags(call.last(), call.limit() + 1).stream().map(Tag::value).toList();
    List<String> page = found.subList(0, Math.min(call.limit(), found.size()));
    List<String> served =
        page.stream().filter(tag -> repository.withdrawn(new Tag(tag)).isEmpty()).toList();
    Answer answer = json(Json.tags(call.repository().value(), served));
    if (page.isEmpty() || page.size() == found.size()) {
      return answer;
    }
    return answer.with(
        "Link",
        next(call.repository() + "/tags/list?n=" + call.limit() + "&last=" + page.getLast()));
  }

  private Answer referrers(Call.ReferrersCall call) {
    List<Descriptor> found =
        repository(call.repository()).referrers(call.subject(), call.last(), REFERRERS_PAGE + 1);
    List<Descriptor> page = found.subList(0, Math.min(REFERRERS_PAGE, found.size()));
    String type = call.artifactType();
    List<Descriptor> chosen =
        page.stream().filter(d -> type == null || type.equals(d.artifactType())).toList();
    Answer answer =
        new Answer(
            200,
            Map.of(CONTENT_TYPE, OciMediaTypes.INDEX),
            new Answer.Bytes(new ImageIndex(null, chosen, null, new TreeMap<>()).bytes()));
    String query = "?last=" + (page.isEmpty() ? "" : page.getLast().digest());
    if (type != null) {
      answer = answer.with("OCI-Filters-Applied", "artifactType");
      query += "&artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8);
    }
    return page.size() == found.size()
        ? answer
        : answer.with("Link", next(call.repository() + "/referrers/" + call.subject() + query));
  }

  private static String next(String path) {
    return "</v2/" + path + ">; rel=\"next\"";
  }

  private Served repository(RepositoryName name) {
    return new Served(pointers, name);
  }

  private static RegistryException unknown(
      Served repository, RepositoryName name, String code, String what) {
    return repository.exists()
        ? new RegistryException(404, code, what + " is not in repository " + name)
        : unknownName(name);
  }

  private static RegistryException unknownName(RepositoryName name) {
    return new RegistryException(404, "NAME_UNKNOWN", "nothing was published into " + name);
  }
}
