/**
 * Dockerfiles, read strictly: which images they stand on, each by digest, and nothing in them that
 * would reach out of a build.
 */
@NullMarked
package dev.mintmark.inputs.dockerfile;

import org.jspecify.annotations.NullMarked;
