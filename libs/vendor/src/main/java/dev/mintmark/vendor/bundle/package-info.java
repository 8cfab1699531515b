/**
 * Vendored files as one tar, for a site without a network. The same files make the same bytes;
 * first comes a manifest, which every file is held to when the bundle is read.
 */
@NullMarked
package dev.mintmark.vendor.bundle;

import org.jspecify.annotations.NullMarked;
