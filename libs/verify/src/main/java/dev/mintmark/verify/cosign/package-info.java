/**
 * What cosign looks for in a registry: simple signing payloads behind {@code .sig} tags (cosign 2,
 * podman) and bundles behind OCI 1.1 referrers (cosign 3). Both are always written: any bundle that
 * cosign 3 finds hides the tags from it.
 */
@NullMarked
package dev.mintmark.verify.cosign;

import org.jspecify.annotations.NullMarked;
