/**
 * Locks of Python packages, whichever tool a team keeps them with: pip's hashed requirements,
 * {@code poetry.lock} and {@code uv.lock}. Each says which exact packages an image gets, by hash.
 */
@NullMarked
package dev.mintmark.vendor.pylock;

import org.jspecify.annotations.NullMarked;
