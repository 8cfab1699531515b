package dev.mintmark.vendor.debian;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.DebianLock.Package;
import dev.mintmark.inputs.DebianWishes;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes a lock of wishes with apt's own resolver, for an empty machine: all that the wishes depend
 * on is in it ({@code Depends} and {@code Pre-Depends}), and nothing that is only recommended.
 */
public final class DebianResolver {
  private static final Pattern INSTALLED =
      Pattern.compile("(?m)^Inst ([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9]+)? \\(([^ )]+) ");

  /** Whose Release file names the distribution, when it is among the packages. */
  private static final String LIBC = "libc6";

  private final VendorStore store;
  private final MachineApt apt;

  public DebianResolver(VendorStore store, MachineApt apt) {
    this.store = store;
    this.apt = apt;
  }

  /**
   * Resolves the wishes for each architecture; the signed indexes are kept as evidence.
   *
   * @param architectures Debian's words
   * @throws VendorException (VND-012) for a wish that the mirror cannot fulfil, (VND-001, VND-002,
   *     VND-011)
   */
  public DebianLock resolve(DebianWishes wishes, Set<String> architectures) throws IOException {
    List<Package> packages = new ArrayList<>();
    List<String> distribution = List.of();
    Map<String, Path> lists = new TreeMap<>();
    for (String architecture : new TreeSet<>(architectures)) {
      AptRoot root = AptRoot.prepare(store.work("apt-" + architecture), apt, architecture);
      root.update(true);
      Map<String, String> closure = closure(root, wishes);
      packages.addAll(packages(root, closure));
      List<String> found = distribution(root, closure);
      if (!distribution.isEmpty() && !distribution.equals(found)) {
        throw unresolved(
            "packages for " + architecture,
            "they come from " + found + " and those before from " + distribution,
            "give sources that have one distribution for all architectures");
      }
      distribution = found;
      lists.put(architecture, root.lists());
    }
    DebianLock lock = new DebianLock(distribution.get(0), distribution.get(1), sorted(packages));
    for (Map.Entry<String, Path> each : lists.entrySet()) {
      new IndexEvidence(store).keep(lock, each.getKey(), each.getValue());
    }
    return lock;
  }

  private static List<Package> sorted(List<Package> packages) {
    List<Package> sorted = new ArrayList<>(packages);
    sorted.sort(java.util.Comparator.comparing(Package::architecture).thenComparing(Package::name));
    return sorted;
  }

  /** Version by name, of all that would be installed. */
  private static Map<String, String> closure(AptRoot root, DebianWishes wishes) throws IOException {
    List<String> words =
        wishes.wishes().stream()
            .map(wish -> wish.name() + wish.version().map(version -> "=" + version).orElse(""))
            .toList();
    Client.Ended ended = root.simulate(words);
    if (ended.exit() != 0) {
      throw unresolved(
          "packages for " + root.architecture(),
          "apt finds no way to install them and says:\n  " + ended.tail() + "\n",
          "mend debian.in, or name other sources with --mirror");
    }
    Map<String, String> closure = new LinkedHashMap<>();
    Matcher installed = INSTALLED.matcher(ended.output());
    while (installed.find()) {
      closure.put(installed.group(1), installed.group(2));
    }
    for (DebianWishes.Wish wish : wishes.wishes()) {
      // apt reads a name that is no package as a virtual one, a pattern or a task.
      if (!wish.version()
          .orElse(closure.getOrDefault(wish.name(), ""))
          .equals(closure.get(wish.name()))) {
        throw unresolved(
            wish.name() + " for " + root.architecture(),
            "apt takes " + closure.keySet() + " for it, and none is the package itself",
            "name a real package in debian.in");
      }
    }
    return closure;
  }

  private static List<Package> packages(AptRoot root, Map<String, String> closure)
      throws IOException {
    List<Map<String, String>> paragraphs =
        root.show(closure.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    List<Package> packages = new ArrayList<>();
    for (Map.Entry<String, String> each : closure.entrySet()) {
      Map<String, String> fields =
          paragraphs.stream()
              .filter(p -> each.getKey().equals(p.get("Package")))
              .filter(p -> each.getValue().equals(p.get("Version")))
              .findFirst()
              .orElse(Map.of());
      packages.add(locked(root.architecture(), each, fields));
    }
    return packages;
  }

  private static Package locked(
      String architecture, Map.Entry<String, String> each, Map<String, String> fields) {
    try {
      return new Package(
          architecture,
          each.getKey(),
          each.getValue(),
          new Digest(fields.getOrDefault("SHA256", "")),
          Long.parseLong(fields.getOrDefault("Size", "")),
          fields.getOrDefault("Filename", "").replaceFirst("^(\\./)+", ""));
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.UNRESOLVED,
          "%s %s for %s".formatted(each.getKey(), each.getValue(), architecture),
          "the mirror's index does not pin it: " + e.getMessage(),
          "use a mirror whose indexes have Filename, Size and SHA256",
          e);
    }
  }

  /** Vendor and codename, from the signed Release file. */
  private static List<String> distribution(AptRoot root, Map<String, String> closure)
      throws IOException {
    String name = closure.containsKey(LIBC) ? LIBC : closure.keySet().iterator().next();
    String version = closure.get(name);
    Map<String, String> release =
        root.release(
            root.offers(List.of(name)).getOrDefault(name, List.of()).stream()
                .filter(offer -> offer.version().equals(version))
                .map(AptRoot.Offer::source)
                .findFirst()
                .orElse("?"));
    String vendor = word(release.getOrDefault("o", ""));
    String codename = word(release.getOrDefault("n", "").replaceFirst("-(security|updates)$", ""));
    if (vendor.isEmpty() || codename.isEmpty()) {
      throw unresolved(
          name + " for " + root.architecture(),
          "its mirror's Release file has no Origin and Codename, which its package URL needs",
          "use a mirror that says whose packages it has");
    }
    return List.of(vendor, codename);
  }

  private static String word(String text) {
    return text.toLowerCase(Locale.ROOT)
        .chars()
        .takeWhile(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "+.-".indexOf(c) >= 0)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static VendorException unresolved(String subject, String found, String advice) {
    return new VendorException(VendorCode.UNRESOLVED, subject, found, advice);
  }
}
