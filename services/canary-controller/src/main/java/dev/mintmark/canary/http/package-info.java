/** The operators' door. */
@NullMarked
package dev.mintmark.canary.http;

import org.jspecify.annotations.NullMarked;
