package dev.mintmark.quantizer.apply;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A quantized model.
 *
 * @param bytes the ONNX file
 * @param nodes operators of the float model that now take integer operands
 * @param raisedChannels weight channels whose scale was raised so that the bias fits into 32 bits
 * @param tensors for each quantized activation of the float model, the name of what it is after
 *     dequantization
 */
@SuppressWarnings("ArrayRecordComponent") // a file's bytes; compared by digest
public record QuantizedModel(
    byte[] bytes, int nodes, int raisedChannels, SortedMap<String, String> tensors) {
  public QuantizedModel {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
  }

  /** Of a scheme that leaves activations in float. */
  QuantizedModel(byte[] bytes, int nodes) {
    this(bytes, nodes, 0, new TreeMap<>(Map.of()));
  }
}
