package dev.mintmark.packages.root;

import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.PackageEntry;
import java.util.Optional;

/**
 * One thing of the merged tree.
 *
 * @param entry at its path in the image, links on the way resolved
 * @param input the package that brings it, or the first one that lies below a directory; empty when
 *     the base has it already
 * @param packed its path in the package, which {@code .md5sums} of dpkg has
 */
public record Placed(PackageEntry entry, Optional<Subject> input, String packed) {}
