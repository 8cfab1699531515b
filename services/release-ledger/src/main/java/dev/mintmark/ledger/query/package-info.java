/** Reads the projection's rows with Hibernate Reactive; never writes. */
@NullMarked
package dev.mintmark.ledger.query;

import org.jspecify.annotations.NullMarked;
