/** What the rollout engine and the devices' half of the controller ask of each other. */
@NullMarked
package dev.mintmark.canary.fleet;

import org.jspecify.annotations.NullMarked;
