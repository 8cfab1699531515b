package dev.mintmark.signer;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReproducedArtifact;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.release.v1.UsedToolchain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verdicts as the ledger finds them. */
final class Verdicts {
  static final String REQUEST = "sha256:" + "1".repeat(64);
  static final String TOOLCHAIN = "sha256:" + "7".repeat(64);

  private Verdicts() {}

  static ReproducedArtifact row(
      String role,
      @Nullable ArtifactReference recorded,
      @Nullable ArtifactReference rebuilt,
      ReproductionOutcome verdict) {
    boolean identical = verdict == ReproductionOutcome.IDENTICAL;
    return new ReproducedArtifact(
        "image-builder",
        role,
        recorded,
        rebuilt,
        verdict,
        null,
        identical ? null : "layer 0 > opt/app > mtime: recorded 1, rebuilt 2 (mtime)");
  }

  /** One row, about the index. */
  static ReleaseReproduced of(ArtifactReference index, ReproductionOutcome outcome) {
    ArtifactReference other = new ArtifactReference(REQUEST, index.getMediaType(), 3L);
    ArtifactReference rebuilt = outcome == ReproductionOutcome.IDENTICAL ? index : other;
    return new ReleaseReproduced(
        new HandOff("face-detect", "v1.0.0", REQUEST, REQUEST),
        "rebuild-7",
        outcome,
        index.getDigest(),
        SampleLine.REPOSITORY,
        new ArrayList<>(List.of(row("index", index, rebuilt, outcome))),
        List.of(new UsedToolchain("sbom", TOOLCHAIN, null)),
        new ArtifactReference(REQUEST, "application/json", 7L));
  }

  static Incoming<ReleaseReproduced> incoming(ReleaseReproduced verdict) {
    return new Incoming<>(
        verdict,
        Digest.of(EventCodec.write(verdict)),
        SampleLine.RELEASE,
        new Position("mintmark.release.reproduced.v1", 0, 3),
        "live");
  }
}
