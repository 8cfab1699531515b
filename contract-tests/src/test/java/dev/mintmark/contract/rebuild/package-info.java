/** Releases made again by the line as running processes, whatever has happened since. */
@NullMarked
package dev.mintmark.contract.rebuild;

import org.jspecify.annotations.NullMarked;
