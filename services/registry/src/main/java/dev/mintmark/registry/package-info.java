/**
 * registry: release.signed to release.published, and the read side of an OCI registry over the
 * artifact store. Making a release visible is writing links; its bytes are in the store already.
 */
@NullMarked
package dev.mintmark.registry;

import org.jspecify.annotations.NullMarked;
