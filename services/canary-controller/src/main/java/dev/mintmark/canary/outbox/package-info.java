/**
 * Events that are written in the transaction that makes them true, and published afterwards: each
 * once, in order, also when the service is killed in between.
 */
@NullMarked
package dev.mintmark.canary.outbox;

import org.jspecify.annotations.NullMarked;
