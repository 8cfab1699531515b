package dev.mintmark.quantizer.apply;

/**
 * A quantized model.
 *
 * @param bytes the ONNX file
 * @param nodes operators of the float model that now take integer operands
 * @param raisedChannels weight channels whose scale was raised so that the bias fits into 32 bits
 */
@SuppressWarnings("ArrayRecordComponent") // a file's bytes; compared by digest
public record QuantizedModel(byte[] bytes, int nodes, int raisedChannels) {}
