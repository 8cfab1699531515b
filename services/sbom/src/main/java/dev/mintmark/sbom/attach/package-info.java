/** Ties a document to the manifest that it describes. */
@NullMarked
package dev.mintmark.sbom.attach;

import org.jspecify.annotations.NullMarked;
