package dev.mintmark.quantizer.run;

/** What comparing the outputs of a run with recorded ones found. */
public sealed interface Comparison {
  /**
   * Every output is within the tolerance.
   *
   * @param greatest difference of an output, see {@link RecordedRun#difference}
   */
  record Same(double greatest) implements Comparison {}

  /**
   * An output differs.
   *
   * @param output its name; empty when the outputs are not the same ones
   * @param found what differs, for people
   */
  record Different(String output, String found) implements Comparison {}
}
