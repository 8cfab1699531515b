package dev.mintmark.canary.release;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A release as this service found it.
 *
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index
 * @param targets device classes that it is for, sorted
 * @param refusal why it may not be rolled out; null for a usable release
 */
public record PublishedRelease(
    String name,
    String version,
    String repository,
    String tag,
    String index,
    List<String> targets,
    @Nullable Refused refusal) {
  /** The code of a release that was withdrawn after it was published, or before. */
  public static final String REVOKED = "CAN-016";

  /** The code of a release that was published without evidence, which may come later. */
  static final String UNATTESTED = "CAN-017";

  public PublishedRelease {
    targets = targets.stream().sorted().toList();
  }

  /** Why a release may not be rolled out. */
  public record Refused(String code, String reason) {}

  /** {@code name:version}. */
  public String id() {
    return name + ":" + version;
  }

  /** Why it may not be rolled out; empty for a usable release. */
  public Optional<Refused> refused() {
    return Optional.ofNullable(refusal);
  }
}
