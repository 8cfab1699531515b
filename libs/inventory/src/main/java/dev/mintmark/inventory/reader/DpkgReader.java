package dev.mintmark.inventory.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.InventoryError;
import dev.mintmark.inventory.found.InventoryException;
import dev.mintmark.inventory.found.PackageUrl;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.deb.DebControl;
import dev.mintmark.packages.deb.DpkgStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Debian packages: {@code /var/lib/dpkg/status}, or {@code status.d} as distroless images have it,
 * with the lists of their files.
 */
public final class DpkgReader {
  private static final String STATUS = "/var/lib/dpkg/status";
  private static final String STATUS_D = "/var/lib/dpkg/status.d";
  private static final String INFO = "/var/lib/dpkg/info/";
  private static final String MD5SUMS = ".md5sums";
  private static final Pattern MD5SUM = Pattern.compile("[0-9a-f]{32}  \\S.*");

  private final ImageFiles files;
  private final OsRelease release;

  private DpkgReader(ImageFiles files, OsRelease release) {
    this.files = files;
    this.release = release;
  }

  private record Listed(DebControl control, ImageFile database) {}

  /**
   * The packages of an image, as far as they are unpacked.
   *
   * @throws InventoryException SBM-010, which names file and line; SBM-014, SBM-015
   */
  public static List<FoundPackage> read(ImageFiles files) throws IOException {
    DpkgReader reader = new DpkgReader(files, OsRelease.of(files));
    List<Listed> listed = new ArrayList<>();
    for (ImageFile file : reader.databases()) {
      for (DebControl control : parse(file)) {
        listed.add(new Listed(control, file));
      }
    }
    DebianLicenses licenses =
        new DebianLicenses(files, listed.stream().map(Listed::control).toList());
    List<FoundPackage> found = new ArrayList<>();
    for (Listed each : listed) {
      found.add(reader.found(each, licenses));
    }
    return DebianNeeds.between(found, listed.stream().map(Listed::control).toList());
  }

  private List<ImageFile> databases() {
    List<ImageFile> databases = new ArrayList<>();
    files.at(STATUS).ifPresent(databases::add);
    files.below(STATUS_D).stream()
        .filter(file -> !file.path().endsWith(MD5SUMS))
        .forEach(databases::add);
    return databases;
  }

  private static List<DebControl> parse(ImageFile file) throws IOException {
    byte[] bytes = file.read(ImageFile.MAX_DATABASE);
    try {
      return DpkgStatus.parse(new Subject(file.path()), bytes);
    } catch (PackageException e) {
      throw new InventoryException(
          InventoryError.DPKG, file.path(), e.entry().orElse("") + ": " + e.found());
    }
  }

  private FoundPackage found(Listed each, DebianLicenses licenses) throws IOException {
    DebControl control = each.control();
    SortedSet<String> recorded = new TreeSet<>(List.of(each.database().path()));
    Optional<ImageFile> list = list(each);
    TreeSet<String> owned = new TreeSet<>();
    if (list.isPresent()) {
      recorded.add(list.get().path());
      owned.addAll(paths(list.get()));
      files.placed(list.get().path()).ifPresent(owned::add);
    }
    String purl =
        PackageUrl.of(
            "deb",
            release.id("debian"),
            control.name(),
            control.version(),
            Map.of("arch", control.architecture(), "distro", release.codename()));
    return new FoundPackage(
        Ecosystem.DEBIAN,
        control.name(),
        control.version(),
        purl,
        licenses.of(control),
        control.maintainer(),
        Optional.of(control.source() + " " + control.sourceVersion()),
        recorded,
        owned,
        new TreeSet<>());
  }

  private Optional<ImageFile> list(Listed each) {
    String name = each.control().name();
    return files
        .at(INFO + name + ".list")
        .or(() -> files.at(INFO + name + ":" + each.control().architecture() + ".list"))
        .or(() -> files.at(each.database().path() + MD5SUMS))
        .or(() -> files.at(INFO + name + MD5SUMS));
  }

  private SortedSet<String> paths(ImageFile list) throws IOException {
    TreeSet<String> paths = new TreeSet<>();
    boolean sums = list.path().endsWith(MD5SUMS);
    int number = 0;
    for (String line : lines(list)) {
      number++;
      if (line.isEmpty()) {
        continue;
      }
      if (sums ? !MD5SUM.matcher(line).matches() : !line.startsWith("/")) {
        throw InventoryException.atLine(
            InventoryError.DPKG,
            list.path(),
            number,
            sums ? "is not '<md5>  <path>'" : "is no absolute path");
      }
      files.placed(sums ? "/" + line.substring(34) : line).ifPresent(paths::add);
    }
    return paths;
  }

  private static Lines lines(ImageFile file) throws IOException {
    return new Lines(new String(file.read(ImageFile.MAX_DATABASE), UTF_8));
  }
}
