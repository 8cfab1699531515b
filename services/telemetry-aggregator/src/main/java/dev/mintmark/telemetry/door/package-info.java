/** Where devices leave their heartbeats: POST /v1/heartbeats. */
@NullMarked
package dev.mintmark.telemetry.door;

import org.jspecify.annotations.NullMarked;
