package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Digest;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.model.ModelFacts;

/** The trained model parses as ONNX and is one that can be quantized. */
final class FloatModel {
  private final ArtifactStore store;
  private final int maxBytes;

  FloatModel(ArtifactStore store, int maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
  }

  /**
   * What the model says of itself.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException ING-025, with the quantizer's own code in
   *     what was found
   */
  ModelFacts facts(Digest model) {
    try {
      return ModelFacts.of(store.read(model, maxBytes));
    } catch (QuantizerException e) {
      throw new Refusal(
              Codes.NOT_ONNX,
              "the model " + model,
              e.subject() + ": " + e.found() + " (" + e.code().code() + ")",
              e.advice())
          .asException();
    }
  }
}
