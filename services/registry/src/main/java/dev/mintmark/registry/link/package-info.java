/** What a repository shows: links from its names and digests to artifacts. */
@NullMarked
package dev.mintmark.registry.link;

import org.jspecify.annotations.NullMarked;
