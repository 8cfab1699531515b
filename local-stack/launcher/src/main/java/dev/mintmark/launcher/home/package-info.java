/** The home directory: its lock, its state, its secrets and its logs. */
@NullMarked
package dev.mintmark.launcher.home;

import org.jspecify.annotations.NullMarked;
