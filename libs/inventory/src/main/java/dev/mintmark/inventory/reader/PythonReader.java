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
import dev.mintmark.packages.wheel.Distribution;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Python distributions, wherever their metadata lie: {@code *.dist-info/METADATA}, {@code
 * *.egg-info/PKG-INFO}, and {@code *.egg-info} files of distutils.
 */
public final class PythonReader {
  private static final int MAX_METADATA = 4 << 20;

  private PythonReader() {}

  /**
   * The distributions of an image.
   *
   * @throws InventoryException SBM-012, which names file and line; SBM-014, SBM-015
   */
  public static List<FoundPackage> read(ImageFiles files) throws IOException {
    List<FoundPackage> found = new ArrayList<>();
    for (ImageFile file : files.all()) {
      if (isMetadata(file)) {
        found.add(distribution(files, file));
      }
    }
    return found;
  }

  private static boolean isMetadata(ImageFile file) {
    String folder = file.folder();
    return switch (file.name()) {
      case "METADATA" -> folder.endsWith(".dist-info");
      case "PKG-INFO" -> folder.endsWith(".egg-info") || folder.endsWith(".egg/EGG-INFO");
      default -> file.name().endsWith(".egg-info");
    };
  }

  private static FoundPackage distribution(ImageFiles files, ImageFile file) throws IOException {
    Distribution said;
    try {
      said = Distribution.parse(new Subject(file.path()), file.name(), file.read(MAX_METADATA));
    } catch (PackageException e) {
      throw new InventoryException(InventoryError.PYTHON, file.path(), e.found());
    }
    SortedSet<String> owned = new TreeSet<>(List.of(file.path()));
    if (!file.name().endsWith(".egg-info")) {
      files.below(file.folder()).forEach(each -> owned.add(each.path()));
      Optional<ImageFile> record = files.at(file.folder() + "/RECORD");
      if (record.isPresent()) {
        owned.addAll(recorded(files, record.get()));
      }
    }
    return new FoundPackage(
        Ecosystem.PYTHON,
        PackageUrl.pythonName(said.name()),
        said.version(),
        PackageUrl.python(said.name(), said.version()),
        PythonLicense.of(said),
        said.author(),
        Optional.empty(),
        new TreeSet<>(List.of(file.path())),
        owned,
        new TreeSet<>());
  }

  /** Paths of RECORD are relative to the folder above; those that leave the root are no files. */
  private static SortedSet<String> recorded(ImageFiles files, ImageFile record) throws IOException {
    TreeSet<String> paths = new TreeSet<>();
    String site = record.folder().substring(0, record.folder().lastIndexOf('/'));
    for (String line : new Lines(new String(record.read(ImageFile.MAX_DATABASE), UTF_8))) {
      String path = path(line);
      if (!path.isEmpty()) {
        files.placed(resolve(site, path)).ifPresent(paths::add);
      }
    }
    return paths;
  }

  /** As text: a path of the machine knows only what its locale has letters for. */
  private static String resolve(String folder, String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (path.startsWith("/") ? path : folder + "/" + path).split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  /** The first field: two commas end it, unless it is quoted. */
  private static String path(String line) {
    if (line.startsWith("\"")) {
      int end = line.indexOf("\",", 1);
      return end < 0 ? "" : line.substring(1, end).replace("\"\"", "\"");
    }
    int comma = line.indexOf(',');
    return comma < 0 ? "" : line.substring(0, comma);
  }
}
