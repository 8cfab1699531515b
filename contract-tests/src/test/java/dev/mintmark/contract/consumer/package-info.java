/** Framed topics, read by other people's clients and kept by other people's servers. */
@NullMarked
package dev.mintmark.contract.consumer;

import org.jspecify.annotations.NullMarked;
