/** What a build request's artifacts must be: there, whole, readable, pinned. */
@NullMarked
package dev.mintmark.ingest.inputs;

import org.jspecify.annotations.NullMarked;
