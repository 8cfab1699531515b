/** Who may do what in the stack's S3: identities, and their rights by verb and prefix of a key. */
@NullMarked
package dev.mintmark.embedded.access;

import org.jspecify.annotations.NullMarked;
