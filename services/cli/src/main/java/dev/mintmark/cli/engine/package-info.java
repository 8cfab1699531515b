/**
 * Container engines as they are on this machine: found, given an image as an archive, told to run
 * it with no more rights than it needs.
 */
@NullMarked
package dev.mintmark.cli.engine;

import org.jspecify.annotations.NullMarked;
