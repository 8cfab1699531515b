package dev.mintmark.canary.release;

import java.io.IOException;
import java.util.Optional;

/** Says whether a release may be rolled out. */
@FunctionalInterface
interface ReleaseVerification {

  /**
   * Why it may not; empty when it may.
   *
   * @throws IOException when that cannot be found out now
   */
  Optional<PublishedRelease.Refused> refusal(PublishedRelease release) throws IOException;
}
