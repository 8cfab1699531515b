/** Why something was not accepted: stable codes, and the exception that carries one. */
@NullMarked
package dev.mintmark.verify.refusal;

import org.jspecify.annotations.NullMarked;
