/**
 * Debian binary packages (deb(5), deb-control(5)): unpacked as distroless images do it. Files go
 * where the data archive says, dpkg's record of the package to {@code var/lib/dpkg/status.d}, where
 * scanners look. Maintainer scripts are told of and never run.
 */
@NullMarked
package dev.mintmark.packages.deb;

import org.jspecify.annotations.NullMarked;
