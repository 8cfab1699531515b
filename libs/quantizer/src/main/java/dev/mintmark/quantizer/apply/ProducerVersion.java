package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.prepare.PreparedGraph;
import dev.mintmark.quantizer.scheme.Activations;
import dev.mintmark.quantizer.scheme.Scheme;
import dev.mintmark.quantizer.scheme.Selection;
import dev.mintmark.quantizer.scheme.Weights;

/**
 * The version that a file names as its producer's. It grows when the same inputs give other bytes.
 * What the first version made the second still makes byte for byte, under the first one's name:
 * releases made with it can be made again.
 */
final class ProducerVersion {
  private static final String FIRST = "qdq-java-1";
  private static final String SECOND = "qdq-java-2";

  private ProducerVersion() {}

  /** The version for a scheme on a graph. */
  static String of(Scheme scheme, PreparedGraph graph) {
    boolean old = isOldForm(scheme) && !graph.isChanged() && !NewForms.anyIn(graph);
    return old ? FIRST : SECOND;
  }

  private static boolean isOldForm(Scheme scheme) {
    return switch (scheme) {
      case Scheme.Static fixed ->
          fixed.activations().equals(Activations.of(fixed.activations().encoding().type()))
              && !fixed.activations().encoding().type().isWide()
              && fixed.weights().equals(Weights.of(fixed.weights().perChannel()))
              && fixed.selection().equals(Selection.all());
      case Scheme.WeightOnly only -> true;
      case Scheme.Dynamic dynamic -> false;
      case Scheme.Blocks blocks -> false;
      case Scheme.Float16 half -> false;
    };
  }
}
