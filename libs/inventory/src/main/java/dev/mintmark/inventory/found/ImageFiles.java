package dev.mintmark.inventory.found;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of an image as its layers make them: nothing that an upper layer removed. */
public final class ImageFiles {
  /** What merged /usr makes a link of. Lists of dpkg have the paths from before. */
  private static final Pattern MERGED = Pattern.compile("/(?:bin|sbin|lib|lib32|lib64|libx32)/.*");

  private final SortedMap<String, ImageFile> byPath = new TreeMap<>();

  public ImageFiles(Collection<ImageFile> files) {
    files.forEach(file -> byPath.put(file.path(), file));
  }

  /** Every file, sorted by path. */
  public Collection<ImageFile> all() {
    return byPath.values();
  }

  public Optional<ImageFile> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** Files in a folder and below it. */
  public Collection<ImageFile> below(String folder) {
    // '0' follows '/': the paths between begin with the folder's.
    return byPath.subMap(folder + "/", folder + "0").values();
  }

  /** The path at which a package's file is there; empty for folders, links and missing files. */
  public Optional<String> placed(String path) {
    if (byPath.containsKey(path)) {
      return Optional.of(path);
    }
    String merged = "/usr" + path;
    return MERGED.matcher(path).matches() && byPath.containsKey(merged)
        ? Optional.of(merged)
        : Optional.empty();
  }
}
