/**
 * Verifies a published release as an auditor does: a public key, a registry, and no trust in it.
 */
@NullMarked
package dev.mintmark.cli.verify;

import org.jspecify.annotations.NullMarked;
