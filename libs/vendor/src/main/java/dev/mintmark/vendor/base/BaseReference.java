package dev.mintmark.vendor.base;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A base image in a registry, pinned: {@code host[:port]/repository[:tag]@sha256:<hex>}. A tag is
 * for people and is not asked for.
 *
 * @param host with its port, when it has one
 */
public record BaseReference(String host, RepositoryName repository, Digest digest) {
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?)/([^@:]{1,255})"
              + "(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?@(sha256:[0-9a-f]{64})");

  /** Docker's words for its own registry, whose API has another host. */
  private static final String DOCKER = "docker.io";

  private static final String DOCKER_API = "registry-1.docker.io";

  /** Reads a reference; empty for any other form, such as one without a digest or a host. */
  public static Optional<BaseReference> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String host = parts.group(1);
    boolean isHost = host.contains(".") || host.contains(":") || host.equals("localhost");
    String repository =
        host.equals(DOCKER) && !parts.group(2).contains("/")
            ? "library/" + parts.group(2)
            : parts.group(2);
    return isHost && RepositoryName.isValid(repository)
        ? Optional.of(
            new BaseReference(host, new RepositoryName(repository), Digest.parse(parts.group(3))))
        : Optional.empty();
  }

  /**
   * Where the registry is asked.
   *
   * @param scheme {@code https}, or {@code http} for a listed host
   */
  URI registry(String scheme) {
    return URI.create(scheme + "://" + (host.equals(DOCKER) ? DOCKER_API : host));
  }

  /** Without the digest. */
  public String name() {
    return host + "/" + repository;
  }

  @Override
  public String toString() {
    return name() + "@" + digest;
  }
}
