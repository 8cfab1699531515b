/** Why a device does not run a release: stable codes. */
@NullMarked
package dev.mintmark.device.refusal;

import org.jspecify.annotations.NullMarked;
