package dev.mintmark.cli.rebuild;

import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table.Cell;
import java.util.Optional;

/** What a rebuild says about an artifact, or about a release: there the worst of its artifacts. */
public enum Outcome {
  IDENTICAL,
  EQUIVALENT,
  TOOLCHAIN_CHANGED,
  DIFFERENT,
  MISSING_INPUT,
  UNDECIDED,
  /** A word that this version does not know: never a good one. */
  UNKNOWN;

  /** Reads the ledger's word. */
  static Outcome of(String text) {
    for (Outcome outcome : values()) {
      if (outcome.name().equals(text)) {
        return outcome;
      }
    }
    return UNKNOWN;
  }

  /** Whether the release was made again. */
  public boolean isGood() {
    return this == IDENTICAL || this == EQUIVALENT;
  }

  /**
   * For a table.
   *
   * @param rule by which it is equivalent
   */
  public Cell cell(Optional<String> rule) {
    return new Cell(
        name() + rule.map(text -> "(" + text + ")").orElse(""), isGood() ? Style.GOOD : Style.BAD);
  }
}
