/**
 * converter-quantizer: model.ingested to model.quantized. Makes one variant of the model for each
 * target of the release, judged on held-out samples against the float model; one refused target
 * rejects the release.
 */
@NullMarked
package dev.mintmark.converter;

import org.jspecify.annotations.NullMarked;
