/**
 * Key sets: which key may vouch for what, signed by root keys that pins name. A pure reading of
 * bytes; what was seen before and the time are given.
 */
@NullMarked
package dev.mintmark.verify.keyset;

import org.jspecify.annotations.NullMarked;
