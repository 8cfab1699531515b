package dev.mintmark.signer.chain;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.sbom.v1.SbomPublished;

/**
 * Every hand-off of a release before its evidence.
 *
 * @param last digest of the last one's bytes; the others' are in the one behind
 */
public record ReleaseChain(
    BuildRequested request,
    ModelIngested ingested,
    ModelQuantized quantized,
    ImageBuilt built,
    SbomPublished documented,
    String last) {}
