/** How a device gets a token of its own: once, with a token that an operator made for it. */
@NullMarked
package dev.mintmark.canary.device.enrolment;

import org.jspecify.annotations.NullMarked;
