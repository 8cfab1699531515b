/** What the rollout engine asks of the devices' half of the controller. */
@NullMarked
package dev.mintmark.canary.fleet;

import org.jspecify.annotations.NullMarked;
