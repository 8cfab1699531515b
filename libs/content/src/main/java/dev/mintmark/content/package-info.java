/**
 * What everything else names things by: a SHA-256 digest, an artifact reference (digest, media
 * type, size), and a tree, the digest of a folder.
 */
@NullMarked
package dev.mintmark.content;

import org.jspecify.annotations.NullMarked;
