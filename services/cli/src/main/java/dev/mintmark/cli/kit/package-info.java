/**
 * Kits: a release with all that refers to it in one tar, which is an OCI image layout, to be
 * carried to where no network leads. The same release and the same referrers are the same bytes.
 */
@NullMarked
package dev.mintmark.cli.kit;

import org.jspecify.annotations.NullMarked;
