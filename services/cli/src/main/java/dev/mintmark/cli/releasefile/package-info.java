/**
 * Reads {@code release.yaml}: its text to a {@link dev.mintmark.cli.releasefile.ReleaseFile}, or to
 * every problem in it, each with code, line and key. Pure: opens no file; whether the files that it
 * names are there is for {@code dev.mintmark.cli.request}.
 */
@NullMarked
package dev.mintmark.cli.releasefile;

import org.jspecify.annotations.NullMarked;
