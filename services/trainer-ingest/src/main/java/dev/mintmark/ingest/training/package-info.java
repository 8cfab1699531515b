/** Which trainings came in, and those that came out differently when they were done again. */
@NullMarked
package dev.mintmark.ingest.training;

import org.jspecify.annotations.NullMarked;
