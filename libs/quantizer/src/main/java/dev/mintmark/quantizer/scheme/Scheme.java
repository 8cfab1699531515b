package dev.mintmark.quantizer.scheme;

import dev.mintmark.quantizer.calibrate.Calibrator;

/** What to quantize and how. */
public sealed interface Scheme {
  /** Short name, for the ladder and for events, e.g. {@code static-min-max}. */
  String rung();

  /** Whether ranges from calibration go into the model. */
  default boolean needsTable() {
    return false;
  }

  /** Weights, biases and activations, with ranges from calibration, as QDQ pairs. */
  record Static(
      Calibrator calibrator, Activations activations, Weights weights, Selection selection)
      implements Scheme {
    public Static(Calibrator calibrator, ActivationType type, boolean perChannel) {
      this(calibrator, Activations.of(type), Weights.of(perChannel), Selection.all());
    }

    @Override
    public String rung() {
      String form =
          activations.encoding().type().isWide()
              ? "static16-"
              : activations.wideShare() > 0 ? "mixed16-" : "static-";
      return form + calibrator.id();
    }

    @Override
    public boolean needsTable() {
      return true;
    }
  }

  /**
   * Weights of MatMul, Gemm and Gather in int8; the other operand of a product becomes uint8 while
   * the model runs, by the range that it then has.
   */
  record Dynamic(boolean perChannel) implements Scheme {
    @Override
    public String rung() {
      return "dynamic";
    }
  }

  /** Weights only; the model still computes in float. */
  record WeightOnly(boolean perChannel) implements Scheme {
    @Override
    public String rung() {
      return "weight-only";
    }
  }

  /**
   * Weights of MatMul and Gemm in blocks of so many values along the summed axis, each block with
   * its scale (com.microsoft.MatMulNBits); all else stays float.
   *
   * @param bits 4 or 8
   * @param size of a block, a power of two from 16 to 256
   */
  record Blocks(int bits, int size) implements Scheme {
    public Blocks {
      if ((bits != 4 && bits != 8) || size < 16 || size > 256 || Integer.bitCount(size) != 1) {
        throw new IllegalArgumentException("no blocks of " + size + " values of " + bits + " bits");
      }
    }

    @Override
    public String rung() {
      return "blocks-int" + bits;
    }
  }

  /** Every float32 tensor as float16; inputs and outputs stay float32. */
  record Float16() implements Scheme {
    @Override
    public String rung() {
      return "float16";
    }
  }
}
