/** in-toto Statement v1: a predicate about subjects that are named by digest. */
@NullMarked
package dev.mintmark.verify.intoto;

import org.jspecify.annotations.NullMarked;
