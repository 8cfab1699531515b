package dev.mintmark.quantizer.apply;

import dev.mintmark.quantizer.tensor.Tensor;

/**
 * A weight as symmetric int8, -127 to 127.
 *
 * @param values row-major, shape as the float weight
 * @param scales one for each channel, or one for all
 * @param raised channels whose scale was raised for the bias
 */
@SuppressWarnings("ArrayRecordComponent") // an intermediate value, never compared
record QuantizedWeight(byte[] values, float[] scales, int raised) {
  private static final int GREATEST = 127;

  /** A bias of up to this many steps leaves half of the 32 bits to the sum of products. */
  private static final double MOST_BIAS_STEPS = 0x1.0p30;

  /**
   * Quantizes a weight.
   *
   * @param axis along which the channels lie
   * @param bias one for each channel, or null
   * @param inputScale of the activation that the weight is multiplied with; the bias has the scale
   *     {@code inputScale * weight scale}
   */
  static QuantizedWeight of(
      Tensor weight,
      int axis,
      boolean perChannel,
      float @org.jspecify.annotations.Nullable [] bias,
      float inputScale) {
    Channels channels = Channels.of(weight.shape(), perChannel ? axis : -1);
    float[] scales = new float[channels.count()];
    for (int i = 0; i < weight.values().length; i++) {
      int channel = channels.of(i);
      scales[channel] = Math.max(scales[channel], Math.abs(weight.values()[i]) / GREATEST);
    }
    int raised = 0;
    for (int channel = 0; channel < scales.length; channel++) {
      float needed = leastScale(bias, channel, scales.length, inputScale);
      if (scales[channel] == 0 && needed == 0) {
        scales[channel] = 1;
      } else if (scales[channel] < needed) {
        raised += scales[channel] == 0 ? 0 : 1;
        scales[channel] = needed;
      }
      scales[channel] = Math.max(scales[channel], AffineParameters.LEAST_SCALE);
    }
    return new QuantizedWeight(quantize(weight.values(), channels, scales), scales, raised);
  }

  private static float leastScale(
      float @org.jspecify.annotations.Nullable [] bias,
      int channel,
      int channels,
      float inputScale) {
    if (bias == null) {
      return 0;
    }
    double greatest = 0;
    for (int i = 0; i < bias.length; i++) {
      if (channels == 1 || i == channel) {
        greatest = Math.max(greatest, Math.abs((double) bias[i]));
      }
    }
    return (float) (greatest / (inputScale * MOST_BIAS_STEPS));
  }

  private static byte[] quantize(float[] values, Channels channels, float[] scales) {
    byte[] quantized = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      double steps = Math.rint(values[i] / scales[channels.of(i)]);
      quantized[i] = (byte) Math.clamp(steps, -GREATEST, GREATEST);
    }
    return quantized;
  }

  /** The scale of a bias channel. */
  float biasScale(int channel, float inputScale) {
    return inputScale * scales[scales.length == 1 ? 0 : channel];
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
