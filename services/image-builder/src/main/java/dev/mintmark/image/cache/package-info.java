/**
 * What earlier builds made of the same inputs: layers, and all layers of a build. An entry only
 * names artifacts of the store; one that cannot be believed is as good as none ({@code
 * docs/adr/0027-builds-remember-what-they-made.md}).
 */
@NullMarked
package dev.mintmark.image.cache;

import org.jspecify.annotations.NullMarked;
