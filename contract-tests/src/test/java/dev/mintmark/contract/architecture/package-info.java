/** What may know what: the arrows of the architecture page, checked on the compiled classes. */
@NullMarked
package dev.mintmark.contract.architecture;

import org.jspecify.annotations.NullMarked;
