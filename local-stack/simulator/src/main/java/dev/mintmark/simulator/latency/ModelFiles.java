package dev.mintmark.simulator.latency;

import dev.mintmark.content.Digest;

/**
 * What is needed to measure a model.
 *
 * @param digest of the model
 * @param model an ONNX file
 * @param sample an .npy file, its input
 */
public record ModelFiles(Digest digest, byte[] model, byte[] sample) {}
