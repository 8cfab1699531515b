/** One tree out of a base and packages, or a refusal that says who is in whose way. */
@NullMarked
package dev.mintmark.packages.root;

import org.jspecify.annotations.NullMarked;
