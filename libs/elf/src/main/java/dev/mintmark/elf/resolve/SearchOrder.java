package dev.mintmark.elf.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a loader looks for a library, in its order (ld.so(8); musl's {@code load_library}).
 *
 * @param libc whose loader
 * @param libraryPath folders of {@code LD_LIBRARY_PATH} as the image sets it
 * @param cache of the image
 * @param defaults folders that are built into the loader
 */
record SearchOrder(Libc libc, List<String> libraryPath, LoaderCache cache, List<String> defaults) {
  /** Names that musl's loader answers itself, whatever file has them. */
  private static final Set<String> OWN_OF_MUSL =
      Set.of("libc", "libpthread", "librt", "libm", "libdl", "libutil", "libxnet");

  /** Absolute paths at which {@code name} would do, the first one first. */
  List<String> candidates(LoadedObject requester, String name) {
    if (name.contains("/")) {
      // A relative path would depend on the folder in which the program is started.
      String path = expand(requester, name);
      return path.startsWith("/") && !path.contains("$") ? List.of(path) : List.of();
    }
    return libc == Libc.GLIBC ? glibc(requester, name) : musl(requester, name);
  }

  private List<String> glibc(LoadedObject requester, String name) {
    List<String> paths = new ArrayList<>();
    if (requester.file().runpath().isEmpty()) {
      for (@Nullable LoadedObject at = requester; at != null; at = at.loader()) {
        // DT_RPATH is dead in a file that has DT_RUNPATH, too.
        if (at.file().runpath().isEmpty()) {
          addAll(paths, at, at.file().rpath(), name);
        }
      }
    }
    libraryPath.forEach(folder -> add(paths, folder, name));
    addAll(paths, requester, requester.file().runpath().orElse(List.of()), name);
    if (!requester.file().noDefaultFolders()) {
      paths.addAll(cache.paths(name));
      defaults.forEach(folder -> add(paths, folder, name));
    }
    return paths;
  }

  /** Both kinds of path are one to musl, and both are inherited. */
  private List<String> musl(LoadedObject requester, String name) {
    List<String> paths = new ArrayList<>();
    libraryPath.forEach(folder -> add(paths, folder, name));
    for (@Nullable LoadedObject at = requester; at != null; at = at.loader()) {
      addAll(paths, at, at.file().runpath().orElse(at.file().rpath()), name);
    }
    defaults.forEach(folder -> add(paths, folder, name));
    return paths;
  }

  private static void addAll(
      List<String> paths, LoadedObject owner, List<String> folders, String name) {
    for (String folder : folders) {
      add(paths, expand(owner, folder), name);
    }
  }

  private static String expand(LoadedObject owner, String path) {
    return path.replace("${ORIGIN}", owner.folder()).replace("$ORIGIN", owner.folder());
  }

  /** Leaves out what depends on where the program is started, and {@code $LIB} and the like. */
  private static void add(List<String> paths, String folder, String name) {
    if (folder.startsWith("/") && !folder.contains("$")) {
      paths.add(folder.endsWith("/") ? folder + name : folder + "/" + name);
    }
  }

  boolean isLoaderItself(String name) {
    return libc == Libc.MUSL && isOwnOfMusl(name);
  }

  static boolean isOwnOfMusl(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && OWN_OF_MUSL.contains(name.substring(0, dot));
  }
}
