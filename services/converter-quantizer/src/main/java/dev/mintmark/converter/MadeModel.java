package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.quantizer.ladder.Attempt;
import java.util.List;
import java.util.Optional;

/**
 * A model that passed its gate, and what was recorded on the way; all of it is stored.
 *
 * @param table none for a rung that needs none
 * @param attempts the last one passed
 */
record MadeModel(
    Artifact model,
    Optional<Artifact> table,
    List<Attempt> attempts,
    Artifact report,
    Artifact expected) {
  Attempt passed() {
    return attempts.getLast();
  }
}
