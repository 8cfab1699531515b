package dev.mintmark.vendor.debian;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.DebianLock.Package;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.deb.DebControl;
import dev.mintmark.packages.deb.DebPackage;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fetches what a Debian lock names. */
public final class DebianVendor {
  private static final int AT_ONCE = 8;
  private static final int SHOWN = 20;

  private final VendorStore store;
  private final MachineApt apt;
  private final Watcher watcher;

  public DebianVendor(VendorStore store, MachineApt apt, Watcher watcher) {
    this.store = store;
    this.apt = apt;
    this.watcher = watcher;
  }

  /**
   * Makes sure that the packages of one architecture are in the store. What is kept stays when a
   * later one fails. The signed indexes that offer them are kept as evidence.
   *
   * @throws VendorException (VND-010) when the mirror has other versions now, (VND-003, VND-004)
   *     when it sends something else, (VND-001, VND-002, VND-011)
   */
  public Fetched fetch(DebianLock lock, String architecture) throws IOException {
    List<Package> wanted = lock.of(architecture);
    List<Package> missing = new ArrayList<>();
    for (Package each : wanted) {
      if (!store.has(each.digest(), each.size())) {
        missing.add(each);
      }
    }
    Path folder = store.work("debs-" + architecture);
    missing.removeAll(taken(folder, missing));
    if (missing.isEmpty()) {
      return new Fetched(wanted.size(), 0, 0);
    }
    AptRoot root = AptRoot.prepare(store.work("apt-" + architecture), apt, architecture);
    root.update(false);
    requireOffered(root, missing);
    new IndexEvidence(store).keep(lock, architecture, root.lists());
    long bytes = missing.stream().mapToLong(Package::size).sum();
    watcher.begin("%d Debian packages for %s".formatted(missing.size(), architecture), bytes);
    try {
      for (int i = 0; i < missing.size(); i += AT_ONCE) {
        download(root, folder, missing.subList(i, Math.min(i + AT_ONCE, missing.size())));
      }
    } finally {
      watcher.end();
    }
    return new Fetched(wanted.size(), missing.size(), bytes);
  }

  private void requireOffered(AptRoot root, List<Package> missing) throws IOException {
    Map<String, List<AptRoot.Offer>> offers =
        root.offers(missing.stream().map(Package::name).toList());
    List<String> gone =
        missing.stream()
            .filter(each -> versions(offers, each).stream().noneMatch(each.version()::equals))
            .map(each ->
                "%s %s (the mirror has %s)"
                    .formatted(each.name(), each.version(), shown(versions(offers, each))))
            .toList();
    if (!gone.isEmpty()) {
      throw new VendorException(
          VendorCode.MIRROR_MOVED,
          "%d of %d locked packages for %s"
              .formatted(gone.size(), missing.size(), root.architecture()),
          "the mirror has moved on:\n  "
              + gone.stream().limit(SHOWN).collect(Collectors.joining("\n  "))
              + (gone.size() > SHOWN ? "\n  and others" : "")
              + "\n",
          "lock what it has now with `mintmark vendor --update`, name a mirror that keeps old"
              + " versions with --mirror, or take a bundle");
    }
  }

  private static List<String> versions(Map<String, List<AptRoot.Offer>> offers, Package each) {
    return offers.getOrDefault(each.name(), List.of()).stream()
        .map(AptRoot.Offer::version)
        .distinct()
        .toList();
  }

  private static String shown(List<String> versions) {
    return versions.isEmpty() ? "none of it" : String.join(", ", versions);
  }

  private void download(AptRoot root, Path folder, List<Package> batch) throws IOException {
    Client.Ended ended =
        root.download(folder, batch.stream().map(p -> p.name() + "=" + p.version()).toList());
    List<Package> open = new ArrayList<>(batch);
    open.removeAll(taken(folder, open));
    for (Package each : open) {
      Path file = folder.resolve(fileOfApt(each));
      if (Files.exists(file) && ended.exit() == 0) {
        store.take(file, each.digest(), subject(each));
      }
    }
    if (!open.isEmpty()) {
      throw root.failed(subject(open.getFirst()), ended);
    }
  }

  /** Takes over what lies finished in the working folder, now or from a run that was cut. */
  private List<Package> taken(Path folder, List<Package> open) throws IOException {
    List<Package> taken = new ArrayList<>();
    for (Package each : open) {
      Path file = folder.resolve(fileOfApt(each));
      if (Files.isRegularFile(file)
          && Files.size(file) == each.size()
          && Digest.of(file).equals(each.digest())) {
        requirePackage(file, each);
        store.take(file, each.digest(), subject(each));
        watcher.advance(each.size());
        taken.add(each);
      }
    }
    return taken;
  }

  /** As apt-get download names it; a package for all architectures says so. */
  private static String fileOfApt(Package each) throws IOException {
    String architecture = each.file().endsWith("_all.deb") ? "all" : each.architecture();
    return each.name() + "_" + each.version().replace(":", "%3a") + "_" + architecture + ".deb";
  }

  private static void requirePackage(Path file, Package each) throws IOException {
    try {
      DebPackage deb = DebPackage.open(file, new Subject(each.file()), Limits.DEFAULT);
      deb.requireArchitecture(each.architecture());
      DebControl control = deb.control();
      if (!control.name().equals(each.name()) || !control.version().equals(each.version())) {
        throw other(each, "it is " + control.name() + " " + control.version(), null);
      }
    } catch (PackageException e) {
      throw other(each, String.valueOf(e.getMessage()), e);
    }
  }

  private static VendorException other(
      Package each, String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new VendorException(
        VendorCode.OTHER_PACKAGE,
        subject(each),
        found,
        "the lock pins something else than it says: `mintmark vendor --update` makes it anew",
        cause);
  }

  private static String subject(Package each) {
    return "%s %s for %s".formatted(each.name(), each.version(), each.architecture());
  }
}
