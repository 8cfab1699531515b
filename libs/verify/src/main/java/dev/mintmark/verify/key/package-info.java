/**
 * ECDSA P-256 keys in PEM files, encrypted or not, and in PKCS#11 tokens: made, read, refused;
 * deterministic signatures (RFC 6979) of those in files.
 */
@NullMarked
package dev.mintmark.verify.key;

import org.jspecify.annotations.NullMarked;
