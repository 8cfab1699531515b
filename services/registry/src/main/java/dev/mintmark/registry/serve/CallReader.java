package dev.mintmark.registry.serve;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a call from a path below {@code /v2/} and its query. */
public final class CallReader {
  private static final int PAGE = 1000;

  private CallReader() {}

  /**
   * @param path decoded, as {@code /v2/vision/face-detect/manifests/v1.0.0}
   * @param query first value of each parameter, decoded
   * @param range the Range header; null for none
   * @throws RegistryException for a path that is none of the specification's
   */
  public static Call read(String path, Map<String, String> query, @Nullable String range) {
    String rest = path.startsWith("/v2/") ? path.substring(4) : "";
    if (rest.isEmpty()) {
      return new Call.Version();
    }
    if (rest.endsWith("/tags/list")) {
      RepositoryName repository = repository(rest.substring(0, rest.length() - 10));
      return new Call.TagsCall(repository, limit(query.get("n")), query.get("last"));
    }
    int tail = rest.lastIndexOf('/');
    int word = rest.lastIndexOf('/', tail - 1);
    if (tail < 0 || word < 0) {
      throw unknownPath(path);
    }
    String reference = rest.substring(tail + 1);
    String name = rest.substring(0, word);
    return switch (rest.substring(word + 1, tail)) {
      case "manifests" -> new Call.ManifestCall(repository(name), reference);
      case "blobs" -> new Call.BlobCall(repository(name), digest(reference), range);
      case "referrers" -> {
        String last = query.get("last");
        yield new Call.ReferrersCall(
            repository(name),
            digest(reference),
            query.get("artifactType"),
            last == null ? null : digest(last));
      }
      default -> throw unknownPath(path);
    };
  }

  private static RegistryException unknownPath(String path) {
    return new RegistryException(404, "UNSUPPORTED", "no such endpoint: " + path);
  }

  /**
   * A repository's name.
   *
   * @throws RegistryException 400
   */
  public static RepositoryName repository(String name) {
    if (!RepositoryName.isValid(name)) {
      throw new RegistryException(400, "NAME_INVALID", "not a repository name: '" + name + "'");
    }
    return new RepositoryName(name);
  }

  /**
   * A digest.
   *
   * @throws RegistryException 400
   */
  public static Digest digest(String text) {
    if (!Digest.isDigest(text)) {
      throw new RegistryException(
          400, "DIGEST_INVALID", "not a digest of the form sha256:<64 hex>: '" + text + "'");
    }
    return Digest.parse(text);
  }

  private static int limit(@Nullable String n) {
    if (n == null) {
      return PAGE;
    }
    if (!n.matches("[0-9]{1,9}")) {
      throw new RegistryException(400, "UNSUPPORTED", "n is not a number of tags: '" + n + "'");
    }
    return Math.min(Integer.parseInt(n), PAGE);
  }
}
