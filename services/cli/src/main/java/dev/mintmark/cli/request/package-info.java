/**
 * Makes a build request of a release file: hashes the inputs that it names, and writes the body of
 * {@code POST /v1/builds}. Reads files, opens no connection.
 */
@NullMarked
package dev.mintmark.cli.request;

import org.jspecify.annotations.NullMarked;
