/** CI's door: uploads by digest, and build requests. */
@NullMarked
package dev.mintmark.ingest.http;

import org.jspecify.annotations.NullMarked;
