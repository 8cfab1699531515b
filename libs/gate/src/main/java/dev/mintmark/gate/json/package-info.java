/** JSON in one form: fields in a fixed order, no spaces, ASCII; read strictly. */
@NullMarked
package dev.mintmark.gate.json;

import org.jspecify.annotations.NullMarked;
