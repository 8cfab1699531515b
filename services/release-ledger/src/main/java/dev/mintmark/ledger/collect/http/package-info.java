/** Where an operator has artifacts counted and collected. */
@NullMarked
package dev.mintmark.ledger.collect.http;

import org.jspecify.annotations.NullMarked;
