/**
 * What every service shares: its configuration here, its parts in the packages below. No rule of
 * the domain lives here.
 */
@NullMarked
package dev.mintmark.kit;

import org.jspecify.annotations.NullMarked;
