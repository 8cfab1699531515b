/**
 * The read side of the OCI distribution specification 1.1 as plain calls and answers, without any
 * HTTP server: what is asked, what may be seen, what is answered.
 */
@NullMarked
package dev.mintmark.registry.serve;

import org.jspecify.annotations.NullMarked;
