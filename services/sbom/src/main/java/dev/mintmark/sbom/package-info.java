/**
 * sbom: writes what is in a release, as CycloneDX, and attaches it.
 *
 * <p>In: {@code mintmark.image.built.v1}. Out: {@code mintmark.sbom.published.v1}, {@code
 * mintmark.release.rejected.v1}.
 */
@NullMarked
package dev.mintmark.sbom;

import org.jspecify.annotations.NullMarked;
