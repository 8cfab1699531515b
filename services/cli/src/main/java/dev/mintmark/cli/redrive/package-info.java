/** Handing a recorded event off again, after what was wrong is mended. */
@NullMarked
package dev.mintmark.cli.redrive;

import org.jspecify.annotations.NullMarked;
