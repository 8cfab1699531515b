/**
 * Every step of the line twice, in two worlds that share nothing but the code and the request: all
 * outputs have to be the same bytes.
 */
@NullMarked
package dev.mintmark.contract.determinism;

import org.jspecify.annotations.NullMarked;
