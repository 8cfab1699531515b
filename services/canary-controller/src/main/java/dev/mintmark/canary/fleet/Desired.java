package dev.mintmark.canary.fleet;

/**
 * What a device is ordered to run.
 *
 * @param release {@code name:version}
 * @param repository logical, without a host
 * @param index {@code sha256:<hex>} of the image index: what counts; the tag is for people
 * @param rollout id of the rollout that orders it
 */
public record Desired(
    String release, String repository, String tag, String index, Reason reason, String rollout) {

  /** Why it is ordered. */
  public enum Reason {
    ROLLOUT,
    ROLLBACK
  }
}
