package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfFile;
import dev.mintmark.elf.VersionNeed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that one file pulls in, breadth first as loaders do. A name that is loaded already is not
 * looked for again.
 */
final class Closure {
  private final ElfFiles files;
  private final SearchOrder order;
  private final Optional<DeviceRuntime> device;
  private final Map<String, LoadedObject> byName = new HashMap<>();
  private final Map<String, LoadedObject> byReal = new HashMap<>();
  private final List<LoadedObject> loaded = new ArrayList<>();
  private final Set<String> missing = new HashSet<>();
  private final List<Result> results = new ArrayList<>();

  /**
   * A thing that an object needs.
   *
   * @param library its name
   * @param version of the library; empty for the library itself
   * @param found empty when it is not there
   * @param lookedAt for a library that is not there
   */
  record Result(
      LoadedObject object,
      String library,
      Optional<String> version,
      boolean resolved,
      Optional<ElfFile> found,
      List<String> lookedAt) {}

  private Closure(ElfFiles files, SearchOrder order, Optional<DeviceRuntime> device) {
    this.files = files;
    this.order = order;
    this.device = device;
  }

  /**
   * @param loader of the image, which is always loaded; empty when it has none
   * @param device what counts as loaded from outside of the image
   */
  static List<Result> of(
      LoadedObject root,
      ElfFiles files,
      SearchOrder order,
      Optional<LoadedObject> loader,
      Optional<DeviceRuntime> device) {
    Closure closure = new Closure(files, order, device);
    loader.ifPresent(closure::add);
    closure.load(root, loader);
    return closure.results;
  }

  private void load(LoadedObject root, Optional<LoadedObject> loader) {
    ArrayDeque<LoadedObject> queue = new ArrayDeque<>();
    add(root);
    queue.add(root);
    while (!queue.isEmpty()) {
      LoadedObject object = queue.remove();
      loaded.add(object);
      for (String name : object.file().needed()) {
        need(object, name, loader).ifPresent(queue::add);
      }
    }
    if (order.libc() == Libc.GLIBC) {
      loaded.forEach(this::versions);
    }
  }

  private void add(LoadedObject object) {
    byReal.putIfAbsent(object.real(), object);
    object.file().soname().ifPresent(name -> byName.putIfAbsent(name, object));
    byName.putIfAbsent(object.path().substring(object.path().lastIndexOf('/') + 1), object);
  }

  /** Gives what was not loaded before. */
  private Optional<LoadedObject> need(
      LoadedObject object, String name, Optional<LoadedObject> loader) {
    if (byName.containsKey(name)) {
      resolved(object, name);
      return Optional.empty();
    }
    if (loader.isPresent() && order.isLoaderItself(name)) {
      byName.put(name, loader.get());
      resolved(object, name);
      return Optional.empty();
    }
    List<String> candidates = order.candidates(object, name);
    for (String candidate : candidates) {
      Optional<LoadedObject> found = files.load(candidate, object);
      if (found.isPresent()) {
        return loaded(object, name, found.get());
      }
    }
    boolean provided = device.isPresent() && device.get().provides(name);
    if (!provided) {
      missing.add(name);
    }
    results.add(new Result(object, name, Optional.empty(), provided, Optional.empty(), candidates));
    return Optional.empty();
  }

  private Optional<LoadedObject> loaded(LoadedObject object, String name, LoadedObject found) {
    LoadedObject same = byReal.get(found.real());
    byName.put(name, same == null ? found : same);
    resolved(object, name);
    if (same != null) {
      return Optional.empty();
    }
    add(found);
    return Optional.of(found);
  }

  private void resolved(LoadedObject object, String name) {
    results.add(new Result(object, name, Optional.empty(), true, Optional.empty(), List.of()));
  }

  private void versions(LoadedObject object) {
    for (VersionNeed need : object.file().versionNeeds()) {
      if (missing.contains(need.library())) {
        continue;
      }
      Optional<ElfFile> library =
          Optional.ofNullable(byName.get(need.library())).map(LoadedObject::file);
      for (VersionNeed.Version version : need.versions()) {
        if (!version.weak()) {
          results.add(version(object, need.library(), version.name(), library));
        }
      }
    }
  }

  private Result version(
      LoadedObject object, String library, String version, Optional<ElfFile> found) {
    boolean resolved =
        found.isPresent()
            ? found.get().definedVersions().contains(version)
            : device.isPresent() && device.get().provides(library) && device.get().defines(version);
    return new Result(object, library, Optional.of(version), resolved, found, List.of());
  }
}
