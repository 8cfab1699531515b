package dev.mintmark.ingest;

import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.TensorFact;
import java.util.List;

/** The event's form of what a model says of itself. */
final class FactsEvent {
  private FactsEvent() {}

  static ModelFacts of(dev.mintmark.quantizer.model.ModelFacts facts) {
    return new ModelFacts(
        facts.irVersion(),
        facts.opset(),
        facts.producer(),
        facts.nodes(),
        facts.parameters(),
        tensors(facts.inputs()),
        tensors(facts.outputs()));
  }

  private static List<TensorFact> tensors(List<dev.mintmark.quantizer.model.TensorFact> tensors) {
    return tensors.stream()
        .map(tensor -> new TensorFact(tensor.name(), tensor.elementType(), tensor.shapeText()))
        .toList();
  }
}
