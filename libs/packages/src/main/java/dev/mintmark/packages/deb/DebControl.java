package dev.mintmark.packages.deb;

import dev.mintmark.packages.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The fields of a control file that an image needs (deb-control(5)).
 *
 * @param architecture Debian's word, e.g. {@code arm64}, or {@code all}
 * @param multiArch {@code no}, {@code same}, {@code foreign} or {@code allowed}; empty when not
 *     said
 * @param installedSize in KiB, as the package estimates it
 * @param depends {@code Pre-Depends} and {@code Depends}: clauses, each a list of alternatives
 * @param replaces names of the packages some of whose files this one takes over
 * @param provides names that it also answers to
 * @param source name of the source package, without its version
 * @param sourceVersion version of the source package, which most packages share with it
 * @param maintainer as the package names who looks after it
 */
public record DebControl(
    String name,
    String version,
    String architecture,
    Optional<String> multiArch,
    OptionalLong installedSize,
    List<List<Relation>> depends,
    Set<String> replaces,
    Set<String> provides,
    String source,
    String sourceVersion,
    Optional<String> maintainer) {
  /** The architecture of packages that fit any. */
  public static final String ALL = "all";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9+.-]{0,127}");
  private static final Pattern VERSION =
      Pattern.compile("(?:[0-9]{1,9}:)?[0-9A-Za-z][0-9A-Za-z.+~-]{0,254}");
  private static final Pattern ARCHITECTURE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern MULTI_ARCH = Pattern.compile("no|same|foreign|allowed");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,15}");
  private static final Pattern SOURCE =
      Pattern.compile("[a-z0-9][a-z0-9+.-]{0,127}(?: \\([^\\s()]{1,255}\\))?");

  /**
   * Reads a control file.
   *
   * @throws dev.mintmark.packages.PackageException (PKG-020, PKG-021)
   */
  static DebControl parse(Subject subject, byte[] bytes) {
    return of(ControlFields.parse(subject, bytes));
  }

  static DebControl of(ControlFields fields) {
    String name = fields.require("Package", NAME);
    Optional<String> size = fields.optional("Installed-Size", SIZE);
    List<List<Relation>> depends = new ArrayList<>();
    depends.addAll(Relation.parse(fields, "Pre-Depends"));
    depends.addAll(Relation.parse(fields, "Depends"));
    String version = fields.require("Version", VERSION);
    String[] source = fields.optional("Source", SOURCE).orElse(name).split("[ ()]+");
    return new DebControl(
        name,
        version,
        fields.require("Architecture", ARCHITECTURE),
        fields.optional("Multi-Arch", MULTI_ARCH),
        size.isPresent() ? OptionalLong.of(Long.parseLong(size.get())) : OptionalLong.empty(),
        List.copyOf(depends),
        names(Relation.parse(fields, "Replaces")),
        names(Relation.parse(fields, "Provides")),
        source[0],
        source.length > 1 ? source[1] : version,
        fields.value("Maintainer"));
  }

  private static Set<String> names(List<List<Relation>> clauses) {
    Set<String> names = new TreeSet<>();
    clauses.stream().flatMap(Collection::stream).forEach(relation -> names.add(relation.name()));
    return Collections.unmodifiableSet(names);
  }
}
