package dev.mintmark.oci.client;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What refers to a manifest (distribution-spec, "Listing Referrers"): by the API, or on a registry
 * without it by the tag {@code sha256-<hex>}.
 */
final class Referrers {
  private static final int MAX_PAGES = 100;
  private static final Pattern NEXT = Pattern.compile("<([^>]++)>\\s*+;\\s*+rel=\"?next\"?");

  private final RegistryHttp http;
  private final RepositoryName repository;

  Referrers(RegistryHttp http, RepositoryName repository) {
    this.http = http;
    this.repository = repository;
  }

  List<Descriptor> of(Digest subject, @Nullable String artifactType) throws IOException {
    Optional<List<Descriptor>> listed = byApi(subject, artifactType);
    List<Descriptor> all = listed.isPresent() ? listed.get() : byTag(subject);
    return all.stream()
        .filter(found -> artifactType == null || artifactType.equals(found.artifactType()))
        .toList();
  }

  /** Empty when the registry does not have the API. */
  private Optional<List<Descriptor>> byApi(Digest subject, @Nullable String artifactType)
      throws IOException {
    String query =
        artifactType == null
            ? ""
            : "?artifactType=" + URLEncoder.encode(artifactType, StandardCharsets.UTF_8);
    List<Descriptor> found = new ArrayList<>();
    URI page = http.address(repository + "/referrers/" + subject + query);
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      try (RegistryHttp.Response response = http.get(page, Map.of("Accept", OciMediaTypes.INDEX))) {
        if (response.status() != 200) {
          return Optional.empty();
        }
        found.addAll(OciReader.index(Manifests.readLimited(response)).manifests());
        Optional<URI> next = next(response);
        if (next.isEmpty()) {
          return Optional.of(found);
        }
        page = next.get();
      }
    }
    throw new OciException(
        OciError.TOO_LARGE, "more than " + MAX_PAGES + " pages of what refers to " + subject);
  }

  private List<Descriptor> byTag(Digest subject) throws IOException {
    Optional<FetchedManifest> found =
        new Manifests(http, repository).find(Tag.ofReferrers(subject).value());
    if (found.isEmpty()) {
      return List.of();
    }
    if (found.get().document() instanceof ImageIndex index) {
      return index.manifests();
    }
    throw new OciException(
        OciError.MEDIA_TYPE,
        "cannot list what refers to " + subject + ": its referrers tag is not an index");
  }

  /** The next page, of the same registry only. */
  private Optional<URI> next(RegistryHttp.Response response) {
    for (String link : response.headers().allValues("Link")) {
      Matcher matcher = NEXT.matcher(link);
      if (matcher.find()) {
        URI next = response.uri().resolve(matcher.group(1));
        if (!http.isOwn(next)) {
          throw new OciException(
              OciError.PROTOCOL,
              response.uri()
                  + " goes on at "
                  + next
                  + "; only the registry that was named is asked");
        }
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }
}
