/** A rebuild's workers: the run they are of, the toolchains they run as. */
@NullMarked
package dev.mintmark.launcher.rebuild;

import org.jspecify.annotations.NullMarked;
