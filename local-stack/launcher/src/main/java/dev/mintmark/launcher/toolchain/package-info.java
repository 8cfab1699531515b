/** What services run as: distribution and JDK, each by digest, so that both can be had again. */
@NullMarked
package dev.mintmark.launcher.toolchain;

import org.jspecify.annotations.NullMarked;
