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
 * @param source name of the source package, without its version
 */
public record DebControl(
    String name,
    String version,
    String architecture,
    Optional<String> multiArch,
    OptionalLong installedSize,
    List<List<Relation>> depends,
    Set<String> replaces,
    String source) {
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
    ControlFields fields = ControlFields.parse(subject, bytes);
    String name = fields.require("Package", NAME);
    Optional<String> size = fields.optional("Installed-Size", SIZE);
    List<List<Relation>> depends = new ArrayList<>();
    depends.addAll(Relation.parse(fields, "Pre-Depends"));
    depends.addAll(Relation.parse(fields, "Depends"));
    return new DebControl(
        name,
        fields.require("Version", VERSION),
        fields.require("Architecture", ARCHITECTURE),
        fields.optional("Multi-Arch", MULTI_ARCH),
        size.isPresent() ? OptionalLong.of(Long.parseLong(size.get())) : OptionalLong.empty(),
        List.copyOf(depends),
        names(Relation.parse(fields, "Replaces")),
        fields.optional("Source", SOURCE).map(text -> text.split(" ", 2)[0]).orElse(name));
  }

  private static Set<String> names(List<List<Relation>> clauses) {
    Set<String> names = new TreeSet<>();
    clauses.stream().flatMap(Collection::stream).forEach(relation -> names.add(relation.name()));
    return Collections.unmodifiableSet(names);
  }
}
