/** ECDSA P-256 keys in PEM files: made, read, refused; deterministic signatures (RFC 6979). */
@NullMarked
package dev.mintmark.verify.key;

import org.jspecify.annotations.NullMarked;
