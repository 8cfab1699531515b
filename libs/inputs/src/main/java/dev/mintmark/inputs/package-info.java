/**
 * Two files that people write and several steps read: the target profile, which says what a device
 * class is, and the training environment's lock file.
 */
@NullMarked
package dev.mintmark.inputs;

import org.jspecify.annotations.NullMarked;
