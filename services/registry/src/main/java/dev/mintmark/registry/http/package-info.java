/** The pull and discovery endpoints of the OCI distribution specification 1.1. */
@NullMarked
package dev.mintmark.registry.http;

import org.jspecify.annotations.NullMarked;
