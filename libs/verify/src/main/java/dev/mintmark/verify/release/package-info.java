/**
 * The release statement: flat {@code key=value} lines that a device can act on with a shell and
 * openssl alone, in one form that is refused when anything in it is not understood.
 */
@NullMarked
package dev.mintmark.verify.release;

import org.jspecify.annotations.NullMarked;
