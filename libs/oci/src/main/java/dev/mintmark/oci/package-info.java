/**
 * OCI images and artifacts as plain Java: the names, platforms and media types of the OCI image
 * specification 1.1 and the distribution specification 1.1, and the one error type of this library.
 * The feature packages write layers ({@code layer}), write and read manifests ({@code manifest}),
 * look into native libraries ({@code elf}) and pull from a registry ({@code client}).
 */
@NullMarked
package dev.mintmark.oci;

import org.jspecify.annotations.NullMarked;
