/** Keeps the service's parts running, and tells how they are. */
@NullMarked
package dev.mintmark.telemetry.run;

import org.jspecify.annotations.NullMarked;
