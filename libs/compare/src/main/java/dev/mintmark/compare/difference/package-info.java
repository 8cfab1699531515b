/** What is found: places, differences and their known causes. */
@NullMarked
package dev.mintmark.compare.difference;

import org.jspecify.annotations.NullMarked;
