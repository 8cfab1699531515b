/**
 * Brings the pinned inputs of a release to this machine, each with its ordinary client, and keeps
 * them by digest. The only part of Mintmark that asks the outside world for anything.
 */
@NullMarked
package dev.mintmark.vendor;

import org.jspecify.annotations.NullMarked;
