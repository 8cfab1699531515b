package dev.mintmark.vendor.marker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Clauses of PEP 440 that must all hold; none holds always.
 *
 * @param text as written
 */
public record VersionRange(String text, List<VersionSpecifier> clauses) {
  public static final VersionRange ANY = new VersionRange("", List.of());

  public VersionRange {
    clauses = List.copyOf(clauses);
  }

  /**
   * Reads clauses with commas between them.
   *
   * @throws IllegalArgumentException for other text
   */
  public static VersionRange parse(String text) {
    String clauses = text.strip().replaceFirst(",$", "");
    return clauses.isEmpty()
        ? ANY
        : new VersionRange(
            text.strip(),
            Arrays.stream(clauses.split(",", -1))
                .map(VersionSpecifier::parse)
                .collect(Collectors.toUnmodifiableList()));
  }

  /**
   * Whether a version is in it.
   *
   * @throws IllegalArgumentException for text that is no version
   */
  public boolean contains(String version) {
    PythonVersion found = PythonVersion.parse(version);
    return clauses.stream().allMatch(clause -> clause.contains(found, version));
  }

  @Override
  public String toString() {
    return text;
  }
}
