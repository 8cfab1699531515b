package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.Exit;
import dev.mintmark.vendor.VendorCode;

/** Which exit code a refusal of the vendoring library gets. */
final class VendorExits {
  private VendorExits() {}

  static Exit of(VendorCode code) {
    return switch (code) {
      case NO_CLIENT, CLIENT_FAILED, CREDENTIALS -> Exit.FAILURE;
      case UNFIT_LOCK,
          FAULTY_LOCK,
          UNSAFE_WORD,
          MARKER,
          MISSING,
          LOCK_FORM,
          FOREIGN_LOCK,
          NO_DIGEST ->
          Exit.USAGE;
      case DIGEST,
          OTHER_PACKAGE,
          MIRROR_MOVED,
          UNSIGNED_SOURCE,
          UNRESOLVED,
          NO_WHEEL,
          BASE,
          BUNDLE,
          LOCK_SOURCE,
          UNSIGNED_BUNDLE,
          BUNDLE_SIGNATURE,
          ADDRESS ->
          Exit.REFUSED;
    };
  }
}
