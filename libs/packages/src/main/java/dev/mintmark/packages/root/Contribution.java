package dev.mintmark.packages.root;

import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.PackageEntry;
import java.util.List;
import java.util.Set;

/**
 * What one input brings.
 *
 * @param input its file
 * @param packageName Debian's name of it; empty for wheels
 * @param entries in the order in which they are unpacked
 * @param replaces names of the packages whose files it may take over, says its control file
 * @param diverts whether its maintainer scripts would move another package's files away
 */
public record Contribution(
    Subject input,
    String packageName,
    List<PackageEntry> entries,
    Set<String> replaces,
    boolean diverts) {
  public Contribution {
    entries = List.copyOf(entries);
    replaces = Set.copyOf(replaces);
  }

  /** Of something that is no Debian package. */
  public static Contribution of(Subject input, List<PackageEntry> entries) {
    return new Contribution(input, "", entries, Set.of(), false);
  }
}
