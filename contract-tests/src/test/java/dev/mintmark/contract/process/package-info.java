/** Services as processes of the tests. */
@NullMarked
package dev.mintmark.contract.process;

import org.jspecify.annotations.NullMarked;
