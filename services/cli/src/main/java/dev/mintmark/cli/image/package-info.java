/**
 * One image, wherever it is: in a registry, an OCI layout or an archive. Every byte is held to its
 * digest before it is believed, written or run.
 */
@NullMarked
package dev.mintmark.cli.image;

import org.jspecify.annotations.NullMarked;
