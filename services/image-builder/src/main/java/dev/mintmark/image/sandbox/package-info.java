/**
 * Runs programs that are not ours, without rights and without a network: in namespaces of their
 * own, as a user who is nobody outside, in a root that has the machine's programs and one folder.
 */
@NullMarked
package dev.mintmark.image.sandbox;

import org.jspecify.annotations.NullMarked;
