/**
 * Makes samples of photos, the same bytes on every machine: what a list says is cut out, scaled in
 * integer arithmetic and written as {@code .npy}. Only the JPEG decoder is not ours; its result is
 * checked against a digest in the list.
 */
@NullMarked
package dev.mintmark.quantizer.photo;

import org.jspecify.annotations.NullMarked;
