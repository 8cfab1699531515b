package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.scheme.Weights;
import dev.mintmark.quantizer.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A weight as int8.
 *
 * @param values row-major, shape as the float weight
 * @param scales one for each channel, or one for all
 * @param zeroPoints as many; null when all are 0
 * @param raised channels whose scale was raised for the bias
 */
@SuppressWarnings("ArrayRecordComponent") // an intermediate value, never compared
record QuantizedWeight(byte[] values, float[] scales, byte @Nullable [] zeroPoints, int raised) {
  /** A bias of up to this many steps leaves half of the 32 bits to the sum of products. */
  private static final double MOST_BIAS_STEPS = 0x1.0p30;

  /**
   * Quantizes a weight.
   *
   * @param axis along which the channels lie
   * @param bias one for each channel, or a whole number of times as many (groups); or null
   * @param inputScale of the activation that the weight is multiplied with; the bias has the scale
   *     {@code inputScale * weight scale}
   */
  static QuantizedWeight of(
      Tensor weight, int axis, Weights form, float @Nullable [] bias, float inputScale) {
    Channels channels = Channels.of(weight.shape(), form.perChannel() ? axis : -1);
    float[] low = new float[channels.count()];
    float[] high = new float[channels.count()];
    for (int i = 0; i < weight.values().length; i++) {
      int channel = channels.of(i);
      low[channel] = Math.min(low[channel], weight.values()[i]);
      high[channel] = Math.max(high[channel], weight.values()[i]);
    }
    float[] scales = new float[channels.count()];
    int raised = 0;
    for (int channel = 0; channel < scales.length; channel++) {
      scales[channel] = scale(low[channel], high[channel], form);
      float needed = leastScale(bias, channel, scales.length, inputScale);
      if (scales[channel] == 0 && needed == 0) {
        scales[channel] = 1;
      } else if (scales[channel] < needed) {
        raised += scales[channel] == 0 ? 0 : 1;
        scales[channel] = needed;
      }
      scales[channel] = Math.max(scales[channel], AffineParameters.LEAST_SCALE);
    }
    byte[] zeroPoints = form.symmetric() ? null : zeroPoints(low, scales, form);
    byte[] values = quantize(weight.values(), channels, scales, zeroPoints, form);
    return new QuantizedWeight(values, scales, zeroPoints, raised);
  }

  private static float scale(float low, float high, Weights form) {
    return form.symmetric()
        ? Math.max(-low, high) / form.greatest()
        : (float) (((double) high - low) / (form.greatest() - form.least()));
  }

  private static float leastScale(
      float @Nullable [] bias, int channel, int channels, float inputScale) {
    if (bias == null) {
      return 0;
    }
    double greatest = 0;
    for (int i = 0; i < bias.length; i++) {
      if (i % channels == channel) {
        greatest = Math.max(greatest, Math.abs((double) bias[i]));
      }
    }
    return (float) (greatest / (inputScale * MOST_BIAS_STEPS));
  }

  private static byte[] zeroPoints(float[] low, float[] scales, Weights form) {
    byte[] points = new byte[scales.length];
    for (int channel = 0; channel < points.length; channel++) {
      double exact = Math.rint(form.least() - low[channel] / (double) scales[channel]);
      points[channel] = (byte) Math.clamp(exact, form.least(), form.greatest());
    }
    return points;
  }

  private static byte[] quantize(
      float[] values, Channels channels, float[] scales, byte @Nullable [] zeros, Weights form) {
    byte[] quantized = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      int channel = channels.of(i);
      double steps = Math.rint(values[i] / scales[channel]) + (zeros == null ? 0 : zeros[channel]);
      quantized[i] = (byte) Math.clamp(steps, form.least(), form.greatest());
    }
    return quantized;
  }

  /** The scale of a bias channel. */
  float biasScale(int channel, float inputScale) {
    return inputScale * scales[channel % scales.length];
  }

  /** Which channel an element belongs to: {@code (index / inner) % count}. */
  private record Channels(int inner, int count) {
    static Channels of(long[] shape, int axis) {
      if (axis < 0) {
        return new Channels(1, 1);
      }
      int inner = 1;
      for (int i = axis + 1; i < shape.length; i++) {
        inner *= (int) shape[i];
      }
      return new Channels(inner, (int) shape[axis]);
    }

    int of(int index) {
      return index / inner % count;
    }
  }
}
