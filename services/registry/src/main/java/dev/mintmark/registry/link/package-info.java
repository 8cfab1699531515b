/** What a repository holds: small links beside the artifacts, and how they are named. */
@NullMarked
package dev.mintmark.registry.link;

import org.jspecify.annotations.NullMarked;
