/** All that the line knows of a release when its image is built, gathered back by digest. */
@NullMarked
package dev.mintmark.sbom.release;

import org.jspecify.annotations.NullMarked;
