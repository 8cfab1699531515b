package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Artifact;
import java.util.Optional;

/**
 * Something that a release is made of.
 *
 * @param role its place in the request, with the path in its tree behind a slash where it is a file
 *     of one, e.g. {@code quantize.calibration/face-01.npy}
 * @param origin where the request says that it comes from
 */
public record Input(String role, Artifact artifact, Optional<String> origin) {}
