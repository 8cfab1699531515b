/** Tokens of devices: made by the controller, read by every door that devices knock at. */
@NullMarked
package dev.mintmark.kit.device;

import org.jspecify.annotations.NullMarked;
