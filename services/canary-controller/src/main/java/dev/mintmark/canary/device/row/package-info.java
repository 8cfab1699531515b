/** The tables of the fleet, as Hibernate maps them. Rules stand elsewhere. */
@NullMarked
package dev.mintmark.canary.device.row;

import org.jspecify.annotations.NullMarked;
