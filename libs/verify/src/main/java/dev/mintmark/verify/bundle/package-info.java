/** Sigstore bundles (v0.3) that a key signed, without transparency log: what cosign 3 reads. */
@NullMarked
package dev.mintmark.verify.bundle;

import org.jspecify.annotations.NullMarked;
