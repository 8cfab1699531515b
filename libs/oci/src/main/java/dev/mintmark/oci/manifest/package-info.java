/**
 * The JSON documents of the OCI image specification: descriptors, image and artifact manifests,
 * indexes and image configs. Written in one canonical form (the specification's key order, sorted
 * annotations, no white space); read strictly, within limits, from anyone.
 */
@NullMarked
package dev.mintmark.oci.manifest;

import org.jspecify.annotations.NullMarked;
