package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfException;
import dev.mintmark.elf.ElfFile;
import dev.mintmark.elf.resolve.StoreLoaders.StoreLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that whatever a loader would map of an image finds all that it needs in that image.
 *
 * <p>A program is looked at with all that it pulls in. A library is looked at by itself; what it
 * needs counts as found, too, where some program or library of the image that pulls it in finds it,
 * since a loader takes what is loaded already and inherits {@code DT_RPATH}.
 */
public final class Linkage {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::path)
          .thenComparing(Finding::kind)
          .thenComparing(Finding::missing);

  private final FileTree tree;
  private final String platform;
  private final List<String> libraryPath;
  private final ElfFiles files;
  private final LoaderCache cache;
  private final LoaderConfiguration configuration;
  private final Map<Libc, LoadedObject> loaders = new EnumMap<>(Libc.class);
  private final StoreLoaders storeLoaders;
  private final boolean ownUserland;
  private final Optional<DeviceRuntime> device;

  /**
   * @param platform {@code linux/amd64} or {@code linux/arm64}; the files of others are all found
   *     to be for another machine
   * @param libraryPath folders of {@code LD_LIBRARY_PATH} as the image sets it
   * @param device what the device's own system has for sure; it counts only for an image that
   *     brings no program and no loader, since nothing of such an image runs but in a process of
   *     the device
   * @throws ElfException (ELF-011) for a loader's cache that is not well-formed
   */
  public Linkage(
      FileTree tree, String platform, List<String> libraryPath, Optional<DeviceRuntime> device)
      throws IOException {
    this.tree = tree;
    this.platform = platform;
    this.libraryPath = List.copyOf(libraryPath);
    this.files = ElfFiles.read(tree, platform);
    this.cache = LoaderCache.read(tree);
    this.configuration = LoaderConfiguration.read(tree);
    for (Libc libc : Libc.values()) {
      files.at(libc.loader(platform)).ifPresent(loader -> loaders.put(libc, loader));
    }
    this.storeLoaders = StoreLoaders.of(files, platform);
    this.ownUserland =
        !loaders.isEmpty()
            || !storeLoaders.all().isEmpty()
            || files.all().values().stream().anyMatch(ElfFile::isProgram);
    this.device = ownUserland ? Optional.empty() : device;
  }

  /** Whether the image brings a program or a loader, so that nothing of the device's is loaded. */
  public boolean hasOwnUserland() {
    return ownUserland;
  }

  /** All that is wrong, sorted by path, kind and what is missing; each thing once. */
  public List<Finding> check() {
    List<Finding> findings = new ArrayList<>(files.findings());
    List<Closure.Result> missing = new ArrayList<>();
    Set<List<String>> found = new HashSet<>();
    for (Map.Entry<String, ElfFile> entry : files.all().entrySet()) {
      Optional<Finding> misfit = misfit(entry.getKey(), entry.getValue());
      if (misfit.isPresent()) {
        findings.add(misfit.get());
      } else {
        for (List<Closure.Result> results : closures(entry.getKey(), entry.getValue())) {
          sort(results, entry, missing, found);
        }
      }
    }
    Set<List<String>> told = new HashSet<>();
    for (Closure.Result result : missing) {
      boolean program = root(result.object()).file().isProgram();
      if ((program || !found.contains(key(result))) && told.add(key(result))) {
        findings.add(finding(result));
      }
    }
    findings.sort(ORDER);
    return findings;
  }

  private static void sort(
      List<Closure.Result> results,
      Map.Entry<String, ElfFile> root,
      List<Closure.Result> missing,
      Set<List<String>> found) {
    for (Closure.Result result : results) {
      if (result.resolved()) {
        found.add(key(result));
      } else if (root.getValue().isProgram() || result.object().real().equals(root.getKey())) {
        missing.add(result);
      }
    }
  }

  private static List<String> key(Closure.Result result) {
    return List.of(result.object().real(), result.library(), result.version().orElse(""));
  }

  private static LoadedObject root(LoadedObject object) {
    LoadedObject root = object;
    for (LoadedObject above = root.loader(); above != null; above = root.loader()) {
      root = above;
    }
    return root;
  }

  /** What makes looking for its libraries pointless. */
  private Optional<Finding> misfit(String path, ElfFile file) {
    Optional<Libc> libc = Libc.of(file);
    if (libc.isPresent() && !available(libc.get()) && storeLoaders.of(path, libc.get()).isEmpty()) {
      return Optional.of(otherLibc(path, libc.get()));
    }
    return file.interpreter().flatMap(interpreter -> interpreter(path, file, interpreter));
  }

  private boolean available(Libc libc) {
    if (loaders.isEmpty()) {
      return device.isEmpty() || libc == device.get().libc();
    }
    return loaders.containsKey(libc);
  }

  private Finding otherLibc(String path, Libc libc) {
    Libc there = present();
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean onnxRuntime = name.startsWith("libonnxruntime") || name.startsWith("onnxruntime_");
    if (there == Libc.MUSL && onnxRuntime) {
      return new Finding(
          Finding.Kind.ONNX_RUNTIME_ON_MUSL,
          path,
          libc.word(),
          "ONNX Runtime is published for glibc 2.28 and newer only, and here is musl",
          List.of());
    }
    return new Finding(
        Finding.Kind.OTHER_LIBC,
        path,
        libc.word(),
        "it was linked for " + libc.word() + ", there is " + there.word(),
        List.of(libc.loader(platform)));
  }

  private Optional<Finding> interpreter(String path, ElfFile file, String interpreter) {
    String found;
    Optional<LoadedObject> loader = files.at(interpreter);
    if (loader.isEmpty()) {
      found = "its interpreter " + interpreter + " is not in the image, or is no ELF file for it";
    } else if (Libc.ofInterpreter(interpreter).isEmpty()) {
      found = "its interpreter " + interpreter + " is neither glibc's nor musl's";
    } else if (!loader.get().file().header().fits(file.header())) {
      found = "its interpreter " + interpreter + " is for another machine";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(Finding.Kind.INTERPRETER, path, interpreter, found, List.of(interpreter)));
  }

  /** With every loader that may load it; with one, unless it is a library in a store. */
  private List<List<Closure.Result>> closures(String path, ElfFile file) {
    Optional<StoreLoader> own =
        file.interpreter()
            .flatMap(files::at)
            .flatMap(interpreter -> storeLoaders.at(interpreter.real()));
    if (own.isPresent()) {
      return List.of(closure(path, file, own.get()));
    }
    List<List<Closure.Result>> closures = new ArrayList<>();
    closures.add(closure(path, file));
    if (file.interpreter().isEmpty()) {
      for (StoreLoader loader : storeLoaders.of(path, Libc.of(file).orElse(Libc.GLIBC))) {
        closures.add(closure(path, file, loader));
      }
    }
    return closures;
  }

  private List<Closure.Result> closure(String path, ElfFile file) {
    Libc libc = Libc.of(file).orElseGet(this::present);
    SearchOrder order =
        new SearchOrder(libc, libraryPath, cache, LoaderFolders.of(libc, tree, platform));
    LoadedObject root = new LoadedObject(path, path, file, null);
    return Closure.of(root, files, order, Optional.ofNullable(loaders.get(libc)), device);
  }

  private List<Closure.Result> closure(String path, ElfFile file, StoreLoader loader) {
    List<String> folders =
        loader.libc() == Libc.GLIBC
            ? loader.folders()
            : LoaderFolders.of(loader.libc(), tree, platform);
    SearchOrder order = new SearchOrder(loader.libc(), libraryPath, LoaderCache.NONE, folders);
    LoadedObject root = new LoadedObject(path, path, file, null);
    return Closure.of(root, files, order, Optional.of(loader.file()), device);
  }

  /** The image's, else the device's; glibc where neither is known. */
  private Libc present() {
    return loaders.isEmpty()
        ? device.map(DeviceRuntime::libc).orElse(Libc.GLIBC)
        : loaders.keySet().iterator().next();
  }

  private Finding finding(Closure.Result result) {
    return result.version().isEmpty() ? library(result) : version(result, result.version().get());
  }

  private Finding library(Closure.Result result) {
    StringBuilder found = new StringBuilder("it needs ").append(result.library());
    found.append(", which is not found in the image");
    LoadedObject root = root(result.object());
    if (!root.equals(result.object())) {
      found.append(" when ").append(root.path()).append(" loads it");
    }
    configuration
        .folderOf(result.library(), tree)
        .ifPresent(folder ->
            found
                .append("; it lies in ")
                .append(folder)
                .append(" of ld.so.conf, which the loader knows from ld.so.cache only"));
    return new Finding(
        Finding.Kind.LIBRARY,
        result.object().real(),
        result.library(),
        found.toString(),
        result.lookedAt());
  }

  private Finding version(Closure.Result result, String version) {
    boolean glibc = version.startsWith("GLIBC_");
    String there;
    if (result.found().isEmpty()) {
      there =
          device
              .map(d -> "the device is only known to have " + d.minimum())
              .orElse("it is not found");
    } else if (glibc) {
      there =
          result
              .found()
              .get()
              .highestGlibcDefined()
              .map(highest -> "the image's defines " + highest + " at most")
              .orElse("the image's defines no version of glibc");
    } else {
      there = "the image's does not define it";
    }
    return new Finding(
        glibc ? Finding.Kind.GLIBC : Finding.Kind.VERSION,
        result.object().real(),
        version,
        "it needs " + version + " of " + result.library() + ", and " + there,
        List.of());
  }
}
