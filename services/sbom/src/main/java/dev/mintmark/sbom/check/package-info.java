/**
 * Reads a finished document back and holds it against the release: nothing here knows how a
 * document is written, so that a writer that leaves something out is found.
 */
@NullMarked
package dev.mintmark.sbom.check;

import org.jspecify.annotations.NullMarked;
