/** The demo's own parts: the device process, the proxy that tampers, and the summary. */
@NullMarked
package dev.mintmark.cli.demo;

import org.jspecify.annotations.NullMarked;
