/** Other people's programs, started without a shell and with words that were checked. */
@NullMarked
package dev.mintmark.vendor.client;

import org.jspecify.annotations.NullMarked;
