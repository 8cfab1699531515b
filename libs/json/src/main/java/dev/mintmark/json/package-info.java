/** JSON that has one reading and one form: strict when read, canonical when written. */
@NullMarked
package dev.mintmark.json;

import org.jspecify.annotations.NullMarked;
