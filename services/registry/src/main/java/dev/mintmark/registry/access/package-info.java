/** Who may do what in which repository: plain rules, and the file that they stand in. */
@NullMarked
package dev.mintmark.registry.access;

import org.jspecify.annotations.NullMarked;
