/**
 * What may be rolled out: every {@code release.published}, verified here against the release key
 * before it is written down as usable.
 */
@NullMarked
package dev.mintmark.canary.release;

import org.jspecify.annotations.NullMarked;
