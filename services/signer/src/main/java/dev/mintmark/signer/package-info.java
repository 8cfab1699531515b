/**
 * Signs a release: {@code mintmark.sbom.published.v1} in, {@code mintmark.release.signed.v1} out.
 * Before the release key is used, the chain of digests is followed back to the build request, and
 * every gate and every stored object is checked again. No clock, no network but the artifact store.
 */
@NullMarked
package dev.mintmark.signer;

import org.jspecify.annotations.NullMarked;
