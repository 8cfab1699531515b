/**
 * Attestations of a release, made by a key that vouches for nothing else: its bills of materials,
 * and how it was made.
 */
@NullMarked
package dev.mintmark.verify.evidence;

import org.jspecify.annotations.NullMarked;
