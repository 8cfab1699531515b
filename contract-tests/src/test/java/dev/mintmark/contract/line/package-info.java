/**
 * The line as running processes: end to end, killed, with bad input, and with other people's
 * clients.
 */
@NullMarked
package dev.mintmark.contract.line;

import org.jspecify.annotations.NullMarked;
