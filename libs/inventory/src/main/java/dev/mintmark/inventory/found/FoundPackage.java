package dev.mintmark.inventory.found;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something that is installed in an image.
 *
 * @param version empty when nothing says it
 * @param purl package URL; the same thing in two places has one
 * @param license SPDX expression, or {@link dev.mintmark.inventory.license.Spdx#UNKNOWN}
 * @param supplier who is named as its maintainer or author
 * @param source source package and version with a blank between
 * @param recordedIn the files that say so, absolute paths
 * @param files its files, absolute paths; all are in the image
 * @param needs package URLs of what it says it needs and the image has
 */
public record FoundPackage(
    Ecosystem ecosystem,
    String name,
    String version,
    String purl,
    String license,
    Optional<String> supplier,
    Optional<String> source,
    SortedSet<String> recordedIn,
    SortedSet<String> files,
    SortedSet<String> needs) {
  public FoundPackage {
    recordedIn = frozen(recordedIn);
    files = frozen(files);
    needs = frozen(needs);
  }

  private static SortedSet<String> frozen(SortedSet<String> set) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(set));
  }

  /** The same thing, found in one more place. */
  public FoundPackage and(FoundPackage other) {
    return new FoundPackage(
        ecosystem,
        name,
        version,
        purl,
        license,
        supplier,
        source,
        union(recordedIn, other.recordedIn),
        union(files, other.files),
        union(needs, other.needs));
  }

  /** With other edges. */
  public FoundPackage needing(SortedSet<String> purls) {
    return new FoundPackage(
        ecosystem, name, version, purl, license, supplier, source, recordedIn, files, purls);
  }

  private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
    SortedSet<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
