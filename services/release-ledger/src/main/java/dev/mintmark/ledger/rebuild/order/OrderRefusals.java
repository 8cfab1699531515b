package dev.mintmark.ledger.rebuild.order;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.ledger.rebuild.chain.Steps;

/** Why a release is not rebuilt. */
public final class OrderRefusals {
  public static final String UNKNOWN = "LDG-030";
  public static final String NOT_PUBLISHED = "LDG-031";
  public static final String TOOLCHAIN_GONE = "LDG-032";

  private OrderRefusals() {}

  static RefusedException unknown(ReleaseId release) {
    return new Refusal(
            UNKNOWN,
            "release " + release,
            "the ledger has no record of it",
            "see GET /v1/releases for those it has")
        .asException();
  }

  static RefusedException notPublished(ReleaseId release, String state) {
    return new Refusal(
            NOT_PUBLISHED,
            "release " + release,
            "it is " + state + " and was never published",
            "rebuild releases that were")
        .asException();
  }

  static RefusedException toolchainGone(ReleaseId release, Steps step, String toolchain) {
    return new Refusal(
            TOOLCHAIN_GONE,
            "release " + release,
            step.step()
                + " made it with toolchain "
                + toolchain
                + ", which the store has not any more",
            "restore that artifact, or order with the current toolchain")
        .asException();
  }
}
