/** Work in database transactions, from threads that block and from those that must not. */
@NullMarked
package dev.mintmark.canary.database;

import org.jspecify.annotations.NullMarked;
