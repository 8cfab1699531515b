/** The parts of an admitted release, each fetched by digest and held against the statement. */
@NullMarked
package dev.mintmark.device.pull;

import org.jspecify.annotations.NullMarked;
