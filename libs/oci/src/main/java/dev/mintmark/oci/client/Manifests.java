package dev.mintmark.oci.client;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.BaseDocument;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Fetches manifests and indexes, whole and within the limit. */
final class Manifests {
  private static final Map<String, String> ACCEPT =
      Map.of("Accept", OciMediaTypes.INDEX + ", " + OciMediaTypes.MANIFEST);

  /** What a base image may be, in either format. */
  private static final Map<String, String> ACCEPT_BASE =
      Map.of(
          "Accept",
          String.join(
              ", ",
              OciMediaTypes.INDEX,
              OciMediaTypes.MANIFEST,
              BaseDocument.DOCKER_LIST,
              BaseDocument.DOCKER_MANIFEST));

  private final RegistryHttp http;
  private final RepositoryName repository;

  Manifests(RegistryHttp http, RepositoryName repository) {
    this.http = http;
    this.repository = repository;
  }

  /**
   * @param reference a tag or a digest's text
   * @return empty when the registry answers 404
   */
  Optional<FetchedManifest> find(String reference) throws IOException {
    URI uri = address(reference);
    try (RegistryHttp.Response response = http.get(uri, ACCEPT)) {
      return switch (response.status()) {
        case 404 -> Optional.empty();
        case 200 -> Optional.of(fetched(response));
        default ->
            throw new OciException(OciError.PROTOCOL, uri + " answered " + response.status());
      };
    }
  }

  FetchedManifest byDigest(Digest digest) throws IOException {
    FetchedManifest found = find(digest.toString()).orElseThrow(() -> missing(digest.toString()));
    requireDigest(found.artifact().digest(), digest, "asked for");
    return found;
  }

  /** A document of a base image, in the OCI format or in Docker's. */
  byte[] baseByDigest(Digest digest) throws IOException {
    URI uri = address(digest.toString());
    try (RegistryHttp.Response response = http.get(uri, ACCEPT_BASE)) {
      if (response.status() == 404) {
        throw missing(digest.toString());
      }
      if (response.status() != 200) {
        throw new OciException(OciError.PROTOCOL, uri + " answered " + response.status());
      }
      byte[] bytes = readLimited(response);
      requireDigest(Digest.of(bytes), digest, "asked for");
      BaseDocument.read(bytes);
      return bytes;
    }
  }

  FetchedManifest byDescriptor(Descriptor wanted) throws IOException {
    FetchedManifest found = byDigest(wanted.digest());
    Artifact artifact = found.artifact();
    if (artifact.size() != wanted.size()) {
      throw new OciException(
          OciError.SIZE,
          "cannot use manifest "
              + wanted.digest()
              + ": "
              + artifact.size()
              + " bytes instead of "
              + wanted.size());
    }
    if (!artifact.mediaType().equals(wanted.mediaType())) {
      throw new OciException(
          OciError.MEDIA_TYPE,
          "cannot use manifest "
              + wanted.digest()
              + ": the registry says it is "
              + artifact.mediaType()
              + ", the reference to it says "
              + wanted.mediaType());
    }
    return found;
  }

  OciException missing(String reference) {
    return new OciException(
        OciError.NOT_FOUND, address(reference) + " is not there; check repository and reference");
  }

  private URI address(String reference) {
    return http.address(repository + "/manifests/" + reference);
  }

  private FetchedManifest fetched(RegistryHttp.Response response) throws IOException {
    byte[] bytes = readLimited(response);
    String mediaType = response.headers().firstValue("Content-Type").orElse("").strip();
    OciDocument document = OciReader.read(mediaType, bytes);
    FetchedManifest found = new FetchedManifest(Artifact.of(bytes, mediaType), bytes, document);
    Optional<String> claimed = response.headers().firstValue("Docker-Content-Digest");
    if (claimed.isPresent() && Digest.isDigest(claimed.get())) {
      requireDigest(
          found.artifact().digest(), Digest.parse(claimed.get()), "claimed by the registry");
    }
    return found;
  }

  static byte[] readLimited(RegistryHttp.Response response) throws IOException {
    byte[] bytes = response.body().readNBytes(OciReader.MAX_BYTES + 1);
    if (bytes.length > OciReader.MAX_BYTES) {
      throw new OciException(
          OciError.TOO_LARGE,
          response.uri() + " sends more than the limit of " + OciReader.MAX_BYTES + " bytes");
    }
    return bytes;
  }

  private void requireDigest(Digest found, Digest wanted, String how) {
    if (!found.equals(wanted)) {
      throw new OciException(
          OciError.DIGEST,
          "cannot use manifest from "
              + address(wanted.toString())
              + ": the bytes sent hash to "
              + found
              + " instead of the digest "
              + how);
    }
  }
}
