/** The framing that common consumers read, for topics that are no part of a release. */
@NullMarked
package dev.mintmark.kit.framing;

import org.jspecify.annotations.NullMarked;
