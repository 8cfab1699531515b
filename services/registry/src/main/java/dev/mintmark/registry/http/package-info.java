/** The HTTP server's edge: who may ask, and how answers are written. */
@NullMarked
package dev.mintmark.registry.http;

import org.jspecify.annotations.NullMarked;
