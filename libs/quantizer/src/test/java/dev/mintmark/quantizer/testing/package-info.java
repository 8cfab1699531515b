/** Small models and samples for the tests. */
@NullMarked
package dev.mintmark.quantizer.testing;

import org.jspecify.annotations.NullMarked;
