/**
 * Pulls from an OCI registry (distribution-spec 1.1, "Pull" and "Content Discovery") and believes
 * nothing: every byte is checked against the digest and size that were asked for.
 */
@NullMarked
package dev.mintmark.oci.client;

import org.jspecify.annotations.NullMarked;
