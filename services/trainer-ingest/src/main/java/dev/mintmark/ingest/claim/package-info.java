/** Who holds a release id: the first request that took it, for ever. */
@NullMarked
package dev.mintmark.ingest.claim;

import org.jspecify.annotations.NullMarked;
