/** What can never work: a stable code, the offending thing, what was found, what to do. */
@NullMarked
package dev.mintmark.kit.refusal;

import org.jspecify.annotations.NullMarked;
