/** Base images by digest, from any OCI registry. */
@NullMarked
package dev.mintmark.vendor.base;

import org.jspecify.annotations.NullMarked;
