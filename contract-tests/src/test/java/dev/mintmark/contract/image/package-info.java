/** Images that the line built, run. */
@NullMarked
package dev.mintmark.contract.image;

import org.jspecify.annotations.NullMarked;
