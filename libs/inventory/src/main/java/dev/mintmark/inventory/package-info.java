/**
 * What is installed in an image: Debian and Alpine packages from their databases, Python
 * distributions, npm packages, jar files, and native libraries that belong to none of them. Nothing
 * is run, nothing is fetched; files are hostile input, and no more memory is taken than the
 * readers' bounds allow.
 */
@NullMarked
package dev.mintmark.inventory;

import org.jspecify.annotations.NullMarked;
