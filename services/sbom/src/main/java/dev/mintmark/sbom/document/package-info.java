/**
 * CycloneDX documents: what goes into them, their one form of bytes, and the check that nothing is
 * left out.
 */
@NullMarked
package dev.mintmark.sbom.document;

import org.jspecify.annotations.NullMarked;
