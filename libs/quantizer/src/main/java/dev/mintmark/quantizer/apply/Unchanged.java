package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.scheme.Scheme;

/** Refuses a scheme that finds nothing to do: the float model would pass for a quantized one. */
final class Unchanged {
  private Unchanged() {}

  static void refuse(int quantized, Scheme scheme, String wanted) {
    if (quantized == 0) {
      throw new QuantizerException(
          RefusalCode.NOTHING_TO_QUANTIZE,
          "scheme " + scheme.rung(),
          "finds no " + wanted + " with a stored float32 weight in the model",
          "use another rung");
    }
  }
}
