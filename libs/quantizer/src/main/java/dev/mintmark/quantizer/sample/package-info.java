/** The samples that a model is calibrated and judged on: preprocessed tensors, named by digest. */
@NullMarked
package dev.mintmark.quantizer.sample;

import org.jspecify.annotations.NullMarked;
