/** The artifact store, as release-ledger counts and collects it. */
@NullMarked
package dev.mintmark.cli.store;

import org.jspecify.annotations.NullMarked;
