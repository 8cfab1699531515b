/**
 * trainer-ingest: CI's door (artifact uploads, build requests) and the line's first step.
 *
 * <p>In: {@code mintmark.build.requested.v1}. Out: {@code mintmark.model.ingested.v1}, {@code
 * mintmark.release.rejected.v1}.
 */
@NullMarked
package dev.mintmark.ingest;

import org.jspecify.annotations.NullMarked;
