package dev.mintmark.quantizer.photo;

import dev.mintmark.quantizer.tensor.Tensor;

/**
 * Scales a square of a photo by averaging areas, in integers. An output pixel covers {@code side /
 * size} photo pixels; measured in {@code 1/size} of a photo pixel it covers exactly {@code side} of
 * them, so that all weights are whole numbers and their sum is {@code side * side}.
 */
final class AreaResize {
  private static final int WHITE = 255;

  private final Photo photo;
  private final CropList.Crop crop;
  private final int size;

  AreaResize(Photo photo, CropList.Crop crop, int size) {
    this.photo = photo;
    this.crop = crop;
    this.size = size;
  }

  /** {@code [1, size, size, 3]}, black at -1 and white at 1. */
  Tensor tensor() {
    long[] sums = new long[size * size * Photo.CHANNELS];
    for (int row = 0; row < crop.side(); row++) {
      long[] across = across(row);
      for (int y = first(row); y <= last(row); y++) {
        addRow(sums, y * across.length, across, weight(y, row));
      }
    }
    long white = (long) WHITE * crop.side() * crop.side();
    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((double) (2 * sums[i] - white) / white);
    }
    return Tensor.of(new long[] {1, size, size, Photo.CHANNELS}, values);
  }

  /** A row of the photo, scaled across only. */
  private long[] across(int row) {
    long[] sums = new long[size * Photo.CHANNELS];
    for (int column = 0; column < crop.side(); column++) {
      for (int x = first(column); x <= last(column); x++) {
        int weight = weight(x, column);
        for (int channel = 0; channel < Photo.CHANNELS; channel++) {
          sums[x * Photo.CHANNELS + channel] +=
              (long) weight * photo.at(crop.x() + column, crop.y() + row, channel);
        }
      }
    }
    return sums;
  }

  private static void addRow(long[] sums, int start, long[] across, int weight) {
    for (int i = 0; i < across.length; i++) {
      sums[start + i] += weight * across[i];
    }
  }

  /** The first output pixel that a photo pixel takes part in. */
  private int first(int in) {
    return in * size / crop.side();
  }

  /** The last one. */
  private int last(int in) {
    return ((in + 1) * size - 1) / crop.side();
  }

  /** How much of a photo pixel an output pixel covers, in {@code 1/size} of it. */
  private int weight(int out, int in) {
    int from = Math.max(out * crop.side(), in * size);
    int to = Math.min((out + 1) * crop.side(), (in + 1) * size);
    return to - from;
  }
}
