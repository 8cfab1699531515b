package dev.mintmark.quantizer.apply;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mintmark.quantizer.model.Initializers;
import dev.mintmark.quantizer.tensor.Tensor;

/**
 * A matrix in blocks along its rows, as com.microsoft.MatMulNBits reads it: for each column the
 * blocks one after the other, two 4-bit integers to a byte, the first in the low half. The middle
 * of the integers stands for zero, as it does where no zero points are given.
 *
 * @param integers uint8 [columns, blocks, bytes of a block]
 * @param scales float32 [columns * blocks]
 */
record WeightBlocks(TensorProto integers, TensorProto scales) {
  static WeightBlocks of(Tensor matrix, int bits, int size) {
    int rows = (int) matrix.shape()[0];
    int columns = (int) matrix.shape()[1];
    int blocks = (rows + size - 1) / size;
    int bytes = size * bits / 8;
    byte[] packed = new byte[columns * blocks * bytes];
    float[] scales = new float[columns * blocks];
    float[] values = new float[size];
    for (int column = 0; column < columns; column++) {
      for (int block = 0; block < blocks; block++) {
        for (int i = 0; i < size; i++) {
          int row = block * size + i;
          values[i] = row < rows ? matrix.values()[row * columns + column] : 0;
        }
        int at = column * blocks + block;
        scales[at] = pack(values, bits, packed, at * bytes);
      }
    }
    return new WeightBlocks(
        Initializers.ofBytes(DataType.UINT8, new long[] {columns, blocks, bytes}, packed),
        Initializers.ofFloats(new long[] {scales.length}, scales));
  }

  /** Packs one block; its scale. */
  private static float pack(float[] values, int bits, byte[] packed, int start) {
    int middle = 1 << (bits - 1);
    float furthest = 0;
    for (float value : values) {
      furthest = Math.abs(value) > Math.abs(furthest) ? value : furthest;
    }
    // The furthest value is met exactly by the integer 0, whichever sign it has: there is one more
    // integer below the middle than above it.
    float scale = furthest == 0 ? 1 : furthest / -middle;
    for (int i = 0; i < values.length; i++) {
      double steps = Math.rint(values[i] / scale) + middle;
      int integer = (int) Math.clamp(steps, 0, 2.0 * middle - 1);
      int at = start + i * bits / 8;
      packed[at] |= (byte) (bits == 4 && i % 2 == 1 ? integer << 4 : integer);
    }
    return scale;
  }
}
