/** The table that says which input each file of an image came from; it feeds the SBOM. */
@NullMarked
package dev.mintmark.oci.filetable;

import org.jspecify.annotations.NullMarked;
