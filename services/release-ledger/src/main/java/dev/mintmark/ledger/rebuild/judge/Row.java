package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import java.util.Optional;

/**
 * One artifact of the release on both sides, and what was found of it.
 *
 * @param step that makes it; {@code input} for what it is made of
 * @param role its place in the step's event, or {@code value}, {@code toolchain}, {@code imageTool}
 * @param recorded empty where only the rebuild has one
 * @param rebuilt empty where it made none
 */
record Row(
    String step,
    String role,
    Optional<Artifact> recorded,
    Optional<Artifact> rebuilt,
    Finding finding) {
  Row with(Finding other) {
    return new Row(step, role, recorded, rebuilt, other);
  }
}
