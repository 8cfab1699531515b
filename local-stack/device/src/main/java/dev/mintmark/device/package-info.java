/**
 * One device: holds the release's public key as a file, verifies a release without trusting the
 * registry, pulls every part by digest, tries the model, and only then makes it the current one.
 */
@NullMarked
package dev.mintmark.device;

import org.jspecify.annotations.NullMarked;
