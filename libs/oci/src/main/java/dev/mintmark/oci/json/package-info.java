/** Reads JSON from anyone: strictly, within limits, with errors that say where. */
@NullMarked
package dev.mintmark.oci.json;

import org.jspecify.annotations.NullMarked;
