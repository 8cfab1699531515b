/** What the fleet measured, for people and scrapers: the latest windows over HTTP. */
@NullMarked
package dev.mintmark.telemetry.fleet;

import org.jspecify.annotations.NullMarked;
