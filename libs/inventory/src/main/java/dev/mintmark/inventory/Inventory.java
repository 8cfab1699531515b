package dev.mintmark.inventory;

import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.Unread;
import dev.mintmark.inventory.reader.ApkReader;
import dev.mintmark.inventory.reader.DpkgReader;
import dev.mintmark.inventory.reader.JarReader;
import dev.mintmark.inventory.reader.NativeReader;
import dev.mintmark.inventory.reader.NpmReader;
import dev.mintmark.inventory.reader.PythonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What is installed in one image.
 *
 * @param packages by package URL
 * @param owners of files, by absolute path: where two have one, the system's package does
 * @param unread sorted by path
 */
public record Inventory(
    SortedMap<String, FoundPackage> packages,
    Map<String, FoundPackage> owners,
    List<Unread> unread) {
  /** Of an image without any file. */
  public static final Inventory EMPTY = new Inventory(new TreeMap<>(), Map.of(), List.of());

  public Inventory {
    packages = Collections.unmodifiableSortedMap(new TreeMap<>(packages));
    owners = Map.copyOf(owners);
    unread = List.copyOf(unread);
  }

  /**
   * Looks through an image.
   *
   * @param declared whether it is known already what a path belongs to
   * @param scratch folder for what lies compressed in archives; nothing stays there
   * @throws dev.mintmark.inventory.found.InventoryException SBM-010 to SBM-015
   */
  public static Inventory of(ImageFiles files, Predicate<String> declared, Path scratch)
      throws IOException {
    SortedMap<String, FoundPackage> packages = new TreeMap<>();
    DpkgReader.read(files).forEach(each -> add(packages, each));
    ApkReader.read(files).forEach(each -> add(packages, each));
    PythonReader.read(files).forEach(each -> add(packages, each));
    NpmReader.read(files).forEach(each -> add(packages, each));
    JarReader.Result jars = JarReader.read(files, scratch);
    jars.found().forEach(each -> add(packages, each));
    Map<String, FoundPackage> owners = owners(packages);
    NativeReader.read(files, path -> declared.test(path) || owners.containsKey(path))
        .forEach(each -> add(packages, each));
    return new Inventory(
        packages,
        owners(packages),
        jars.unread().stream().sorted(Comparator.comparing(Unread::path)).toList());
  }

  private static void add(SortedMap<String, FoundPackage> packages, FoundPackage each) {
    packages.merge(each.purl(), each, FoundPackage::and);
  }

  private static Map<String, FoundPackage> owners(SortedMap<String, FoundPackage> packages) {
    Map<String, FoundPackage> owners = new HashMap<>();
    for (Ecosystem ecosystem : Ecosystem.values()) {
      for (FoundPackage each : packages.values()) {
        if (each.ecosystem() == ecosystem) {
          each.files().forEach(path -> owners.putIfAbsent(path, each));
        }
      }
    }
    return owners;
  }

  /** Whose file it is. */
  public Optional<FoundPackage> owner(String path) {
    return Optional.ofNullable(owners.get(path));
  }
}
