/**
 * Bills of materials: {@code mintmark.image.built.v1} in, {@code mintmark.sbom.published.v1} out.
 * One CycloneDX 1.6 document for each platform image and for each target's model, made of the
 * hand-offs alone: no clock, no network but the artifact store. A document that leaves something
 * out is refused before it is handed on.
 */
@NullMarked
package dev.mintmark.sbom;

import org.jspecify.annotations.NullMarked;
