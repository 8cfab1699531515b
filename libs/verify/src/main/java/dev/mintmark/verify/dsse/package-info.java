/** DSSE v1: what is signed when a typed payload is signed. */
@NullMarked
package dev.mintmark.verify.dsse;

import org.jspecify.annotations.NullMarked;
