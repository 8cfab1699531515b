package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.bundle.BundledFile;
import dev.mintmark.vendor.debian.IndexEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What vouches for a release's vendored files: its locks, and the signed indexes of Debian's
 * sources at the time when the packages were locked or fetched.
 */
public final class VendorEvidence {
  private static final String PREFIX = "evidence/";

  /** Architectures, and what apt calls the index. */
  private static final Pattern NAME =
      Pattern.compile(PREFIX + "([a-z0-9]{1,16}(?:\\+[a-z0-9]{1,16})*)/([!-~]{1,240})");

  private final ReleaseFile release;
  private final LockPlaces places;
  private final VendorStore store;

  public VendorEvidence(ReleaseFile release, LockPlaces places, VendorStore store) {
    this.release = release;
    this.places = places;
    this.store = store;
  }

  /** Keeps the locks by digest; gives all evidence, sorted by name. */
  public List<BundledFile> keep() throws IOException {
    List<BundledFile> evidence = new ArrayList<>();
    for (Path lock : places.lockFiles(release)) {
      byte[] bytes = Files.readAllBytes(lock);
      evidence.add(new BundledFile(store.keep(bytes), bytes.length, LockPlaces.evidenceName(lock)));
    }
    // A source signs one index for all architectures, and a bundle has each file once.
    Map<IndexEvidence.Index, TreeSet<String>> indexes = new LinkedHashMap<>();
    Optional<DebianLock> debian = debian();
    for (String architecture : architectures()) {
      if (debian.isPresent()) {
        for (IndexEvidence.Index each : new IndexEvidence(store).of(debian.get(), architecture)) {
          indexes.computeIfAbsent(each, any -> new TreeSet<>()).add(architecture);
        }
      }
    }
    indexes.forEach((each, of) ->
        evidence.add(
            new BundledFile(
                each.digest(), each.size(), PREFIX + String.join("+", of) + "/" + each.name())));
    evidence.sort(Comparator.comparing(BundledFile::name));
    return evidence;
  }

  /** Notes the indexes that a bundle brought. */
  void note(List<BundledFile> bundled) throws IOException {
    Optional<DebianLock> debian = debian();
    for (String architecture : debian.isPresent() ? architectures() : List.<String>of()) {
      List<IndexEvidence.Index> indexes = new ArrayList<>();
      for (BundledFile each : bundled) {
        Matcher name = NAME.matcher(each.name());
        if (name.matches() && List.of(name.group(1).split("\\+")).contains(architecture)) {
          indexes.add(new IndexEvidence.Index(name.group(2), each.digest(), each.size()));
        }
      }
      new IndexEvidence(store).note(debian.get(), architecture, indexes);
    }
  }

  private List<String> architectures() {
    return release.image().packages().isEmpty()
        ? List.of()
        : release.image().platforms().stream().map(Locks::architecture).sorted().toList();
  }

  private Optional<DebianLock> debian() throws IOException {
    return release.image().packages().isPresent()
        ? Locks.read(release, places).debian()
        : Optional.empty();
  }
}
