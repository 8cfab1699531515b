/**
 * Licences as SPDX expressions; what cannot be said in one is {@code NOASSERTION}, never a guess.
 * {@code spdx-ids.txt} has the identifiers of the SPDX licence list 3.27.
 */
@NullMarked
package dev.mintmark.inventory.license;

import org.jspecify.annotations.NullMarked;
