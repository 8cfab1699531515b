/** What the tests of several services share: a built service as a process, and a line around it. */
@NullMarked
package dev.mintmark.kit.testing;

import org.jspecify.annotations.NullMarked;
