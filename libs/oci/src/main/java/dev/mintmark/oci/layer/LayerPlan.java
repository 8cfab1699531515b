package dev.mintmark.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The one order of a layer's entries: by path bytes, so each directory before what it holds; then
 * the hard links, again by path bytes, so each after its file.
 */
final class LayerPlan {
  private static final int IMPLIED_DIRECTORY_MODE = 0755;
  static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

  private final TreeMap<String, LayerEntry> byPath = new TreeMap<>(BY_BYTES);

  private LayerPlan() {}

  /**
   * Sorts the entries and adds the directories that they imply.
   *
   * @throws OciException (OCI-003) for two entries of one path, one below a file or link, or a hard
   *     link to what is no file here
   */
  static List<LayerEntry> of(Collection<? extends LayerEntry> entries) {
    LayerPlan plan = new LayerPlan();
    entries.forEach(plan::add);
    entries.forEach(plan::addParents);
    return plan.ordered();
  }

  private List<LayerEntry> ordered() {
    List<LayerEntry> ordered = new ArrayList<>();
    List<LayerEntry.Hardlink> links = new ArrayList<>();
    for (LayerEntry entry : byPath.values()) {
      if (entry instanceof LayerEntry.Hardlink link) {
        requireFile(link);
        links.add(link);
      } else {
        ordered.add(entry);
      }
    }
    ordered.addAll(links);
    return List.copyOf(ordered);
  }

  private void requireFile(LayerEntry.Hardlink link) {
    if (!(byPath.get(link.target()) instanceof LayerEntry.File)) {
      throw conflict(link.path(), "'" + link.target() + "' is not a file in this layer");
    }
  }

  private void add(LayerEntry entry) {
    if (byPath.putIfAbsent(entry.path(), entry) != null) {
      throw conflict(entry.path(), "two entries claim this path; leave one out");
    }
  }

  private void addParents(LayerEntry entry) {
    String path = entry.path();
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String parent = path.substring(0, slash);
      LayerEntry there = byPath.get(parent);
      if (there == null) {
        byPath.put(parent, new LayerEntry.Directory(parent, IMPLIED_DIRECTORY_MODE));
      } else if (!(there instanceof LayerEntry.Directory)) {
        throw conflict(path, "'" + parent + "' is not a directory in this layer");
      }
    }
  }

  private static OciException conflict(String path, String why) {
    return new OciException(
        OciError.LAYER_CONFLICT, "cannot put '" + path + "' into the layer: " + why);
  }
}
