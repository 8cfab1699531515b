/**
 * What each device is to run, answered from memory: thousands of polls, open or not, ask no
 * database.
 */
@NullMarked
package dev.mintmark.canary.device.desired;

import org.jspecify.annotations.NullMarked;
