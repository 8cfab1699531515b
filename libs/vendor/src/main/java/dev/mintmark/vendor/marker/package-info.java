/**
 * Versions, version specifiers and environment markers of Python packages (PyPA's "Version
 * specifiers", PEP 440, and "Dependency specifiers", PEP 508), read for the Python of an image and
 * not for one that runs here. What cannot be decided for it is said to be so.
 */
@NullMarked
package dev.mintmark.vendor.marker;

import org.jspecify.annotations.NullMarked;
