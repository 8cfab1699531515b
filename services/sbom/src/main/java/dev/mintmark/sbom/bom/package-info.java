/** Writes the documents: what CycloneDX says of files, libraries, models, data and devices. */
@NullMarked
package dev.mintmark.sbom.bom;

import org.jspecify.annotations.NullMarked;
