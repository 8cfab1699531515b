/** What is named: by records, by what records name, and by pointers. */
@NullMarked
package dev.mintmark.ledger.collect.mark;

import org.jspecify.annotations.NullMarked;
