/** The fleet over HTTP, for people: devices, one device, and a summary. */
@NullMarked
package dev.mintmark.canary.device.query;

import org.jspecify.annotations.NullMarked;
