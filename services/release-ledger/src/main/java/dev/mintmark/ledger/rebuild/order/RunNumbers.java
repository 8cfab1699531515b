package dev.mintmark.ledger.rebuild.order;

import dev.mintmark.kit.Run;
import dev.mintmark.kit.store.Pointers;

/**
 * Gives each rebuild a number of its own, without a hole: whoever writes the pointer {@code
 * rebuilds/<n>} has it, however many ledgers ask at once.
 */
final class RunNumbers {
  private static final String FOLDER = "rebuilds/";

  private final Pointers pointers;

  RunNumbers(Pointers pointers) {
    this.pointers = pointers;
  }

  /**
   * The next run.
   *
   * @param note what is kept beside the number
   */
  Run take(byte[] note) {
    int number = firstFree();
    while (!pointers.create(FOLDER + number, note)) {
      number++;
    }
    return new Run("rebuild-" + number);
  }

  /** Numbers are taken in order, so doubling and halving finds the first free one. */
  private int firstFree() {
    int free = 1;
    while (isTaken(free)) {
      free *= 2;
    }
    int taken = free / 2;
    while (free - taken > 1) {
      int middle = taken + (free - taken) / 2;
      if (isTaken(middle)) {
        taken = middle;
      } else {
        free = middle;
      }
    }
    return free;
  }

  private boolean isTaken(int number) {
    return pointers.read(FOLDER + number).isPresent();
  }
}
