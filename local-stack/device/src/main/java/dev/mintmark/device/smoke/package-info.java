/** The trial run before a release is trusted. */
@NullMarked
package dev.mintmark.device.smoke;

import org.jspecify.annotations.NullMarked;
