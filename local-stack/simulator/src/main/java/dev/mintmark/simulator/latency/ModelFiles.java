package dev.mintmark.simulator.latency;

import dev.mintmark.content.Digest;
import dev.mintmark.quantizer.sample.Sample;

/**
 * What is needed to measure a model.
 *
 * @param digest of the model
 * @param model an ONNX file
 * @param sample what it is given
 */
public record ModelFiles(Digest digest, byte[] model, Sample sample) {}
