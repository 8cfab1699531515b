/**
 * What an image must pass before its layers and manifests are stored: every native file finds what
 * it needs, no file gives rights away, nothing looks like a secret, and the size is within budget.
 * A gate that cannot decide refuses.
 */
@NullMarked
package dev.mintmark.image.gate;

import org.jspecify.annotations.NullMarked;
