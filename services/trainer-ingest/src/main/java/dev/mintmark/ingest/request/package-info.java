/**
 * What a build request must be before anything is looked up: pure rules over the event, used by the
 * HTTP door and by the step alike, and the plain JSON form that the door takes.
 */
@NullMarked
package dev.mintmark.ingest.request;

import org.jspecify.annotations.NullMarked;
