package dev.mintmark.sbom;

import dev.mintmark.content.BomSize;
import dev.mintmark.sbom.bom.BomDocument;
import dev.mintmark.sbom.release.SbomCode;

/** Counts the bytes of a release's documents. */
final class SizeOfAll {
  private long bytes;

  /**
   * Counts one more.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-018 when they are too much together
   */
  void add(BomDocument document) {
    bytes += document.bytes().length;
    if (bytes > BomSize.ALL) {
      throw SbomCode.TOO_LARGE
          .refusal(
              "the bills of materials of the release",
              "together they have more than the " + BomSize.ALL + " bytes that can be attested",
              "release fewer platforms or targets at once, or put fewer files into the images")
          .asException();
    }
  }
}
