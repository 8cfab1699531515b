/**
 * The registry: {@code release.signed} to {@code release.published}, and the read side of the OCI
 * distribution specification 1.1 over the artifact store. A repository is a set of links; blobs and
 * manifests are served only through the repository's own.
 */
@NullMarked
package dev.mintmark.registry;

import org.jspecify.annotations.NullMarked;
