/**
 * Files that people write or keep and several steps read: the target profile, which says what a
 * device class is; lock files of a training environment and of an image's packages; and the loose
 * wishes that locks are made of.
 */
@NullMarked
package dev.mintmark.inputs;

import org.jspecify.annotations.NullMarked;
