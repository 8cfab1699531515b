/** JSON that has one reading: strict when read, one form when written. */
@NullMarked
package dev.mintmark.verify.json;

import org.jspecify.annotations.NullMarked;
