/** Small artifacts for the tests, with every field that may differ in reach. */
@NullMarked
package dev.mintmark.compare.testing;

import org.jspecify.annotations.NullMarked;
