package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;

/**
 * One check of one object.
 *
 * @param object for people, e.g. {@code image linux/arm64}
 * @param size in bytes; 0 where it is not known
 * @param detail what holds, or why not, with a code
 */
public record Finding(String object, Digest digest, long size, boolean ok, String detail) {}
