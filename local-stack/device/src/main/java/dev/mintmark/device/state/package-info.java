/** What the device runs, written so that a power cut leaves the old or the new. */
@NullMarked
package dev.mintmark.device.state;

import org.jspecify.annotations.NullMarked;
