/**
 * The write side of the OCI distribution specification 1.1 as plain calls, without any HTTP server:
 * uploads, manifests, tags and deletions, in what is apart from what the line publishes.
 */
@NullMarked
package dev.mintmark.registry.push;

import org.jspecify.annotations.NullMarked;
