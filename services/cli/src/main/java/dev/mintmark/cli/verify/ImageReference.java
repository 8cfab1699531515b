package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release as a person names it: {@code [host[:port]/]repository:tag}, or with {@code @sha256:..}.
 *
 * @param registry where the text says; empty when it names no host
 * @param tag or {@code digest}: exactly one is there
 */
public record ImageReference(
    Optional<URI> registry, RepositoryName repository, Optional<Tag> tag, Optional<Digest> digest) {
  private static final Pattern FORM =
      Pattern.compile("(?:([^/@]*[.:][^/@]*|localhost)/)?([^:@]+)(?::([^:@]+))?(?:@(sha256:.+))?");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

  public ImageReference {
    if (tag.isPresent() == digest.isPresent()) {
      throw new IllegalArgumentException("a release is named by its tag or by its digest");
    }
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static ImageReference parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no release; write NAME:VERSION, REPOSITORY:TAG or REPOSITORY@sha256:<64 hex>"
              .formatted(text));
    }
    return new ImageReference(
        Optional.ofNullable(matcher.group(1)).map(ImageReference::address),
        new RepositoryName(matcher.group(2)),
        Optional.ofNullable(matcher.group(3)).map(Tag::new),
        Optional.ofNullable(matcher.group(4)).map(Digest::parse));
  }

  /** In the clear only to this machine. */
  private static URI address(String host) {
    boolean local = THIS_MACHINE.matcher(host).matches();
    return URI.create((local ? "http://" : "https://") + host);
  }

  /** {@code NAME:VERSION}: a release of the ledger, whose repository may have another name. */
  public boolean isReleaseName() {
    return registry.isEmpty() && tag.isPresent() && !repository.value().contains("/");
  }

  @Override
  public String toString() {
    return repository + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }
}
