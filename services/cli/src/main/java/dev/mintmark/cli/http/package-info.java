/**
 * Calls to the services' HTTP APIs: tokens, retries while a service cannot be reached, coded
 * errors, and streams of server-sent events.
 */
@NullMarked
package dev.mintmark.cli.http;

import org.jspecify.annotations.NullMarked;
