/**
 * Pulls from an OCI registry and pushes to one (distribution-spec 1.1), and believes nothing: every
 * byte is checked against the digest and size that were asked for.
 */
@NullMarked
package dev.mintmark.oci.client;

import org.jspecify.annotations.NullMarked;
