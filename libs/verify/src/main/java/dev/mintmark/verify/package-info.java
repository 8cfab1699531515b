/**
 * Verification of releases without a network: a public key, bytes, and a verdict. Plain Java, used
 * by signer, command line and devices. Every refusal has a {@linkplain
 * dev.mintmark.verify.refusal.RefusalCode stable code}.
 */
@NullMarked
package dev.mintmark.verify;

import org.jspecify.annotations.NullMarked;
