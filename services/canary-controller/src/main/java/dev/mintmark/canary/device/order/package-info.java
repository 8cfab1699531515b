/** The fleet as rollouts reach it: orders to thousands of devices in one statement. */
@NullMarked
package dev.mintmark.canary.device.order;

import org.jspecify.annotations.NullMarked;
