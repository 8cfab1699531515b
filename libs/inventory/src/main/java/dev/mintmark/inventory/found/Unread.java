package dev.mintmark.inventory.found;

/**
 * A known unknown: a file that may hold packages and cannot be looked into.
 *
 * @param path absolute
 * @param reason why, in a few words
 */
public record Unread(String path, String reason) {}
