/** Keeps the service's parts running, and tells how they are. */
@NullMarked
package dev.mintmark.kit.run;

import org.jspecify.annotations.NullMarked;
