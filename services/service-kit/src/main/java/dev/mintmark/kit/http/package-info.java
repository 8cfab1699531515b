/** Tokens with roles, and errors as JSON. */
@NullMarked
package dev.mintmark.kit.http;

import org.jspecify.annotations.NullMarked;
