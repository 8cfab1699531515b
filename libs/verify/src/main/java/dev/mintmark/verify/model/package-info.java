/**
 * OpenSSF model signing v1.0: a signed list of a model's files, which {@code model_signing} checks
 * as well (sigstore/model-transparency, predicate {@code https://model_signing/signature/v1.0}).
 */
@NullMarked
package dev.mintmark.verify.model;

import org.jspecify.annotations.NullMarked;
