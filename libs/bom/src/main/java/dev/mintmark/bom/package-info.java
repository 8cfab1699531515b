/**
 * What Mintmark's CycloneDX documents say, in other forms: all of a release in one, and in SPDX 3.
 * Pure functions of the documents' bytes; the same documents give the same bytes.
 */
@NullMarked
package dev.mintmark.bom;

import org.jspecify.annotations.NullMarked;
