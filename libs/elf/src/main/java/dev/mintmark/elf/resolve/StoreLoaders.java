package dev.mintmark.elf.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Loaders that lie in a store of Nix or Guix. They look in their own folder and in no cache of the
 * image, and count for what lies in a store alone: anything else is loaded by the image's own.
 *
 * @param all sorted by path
 */
record StoreLoaders(List<StoreLoader> all) {
  private static final List<String> STORES = List.of("/nix/store/", "/gnu/store/");

  /** One of them, by its path without links. */
  record StoreLoader(Libc libc, LoadedObject file) {
    /** The folder that is built into glibc's. */
    List<String> folders() {
      return List.of(file.folder());
    }
  }

  static StoreLoaders of(ElfFiles files, String platform) {
    List<StoreLoader> all = new ArrayList<>();
    for (String path : files.all().keySet()) {
      for (Libc libc : Libc.values()) {
        if (isInStore(path) && name(path).equals(name(libc.loader(platform)))) {
          files.at(path).ifPresent(file -> all.add(new StoreLoader(libc, file)));
        }
      }
    }
    return new StoreLoaders(List.copyOf(all));
  }

  /** The one at a path without links. */
  Optional<StoreLoader> at(String real) {
    return all.stream().filter(loader -> loader.file().real().equals(real)).findFirst();
  }

  /** Those that may load a library at this path. */
  List<StoreLoader> of(String path, Libc libc) {
    return isInStore(path)
        ? all.stream().filter(loader -> loader.libc() == libc).toList()
        : List.of();
  }

  private static boolean isInStore(String path) {
    return STORES.stream().anyMatch(path::startsWith);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
