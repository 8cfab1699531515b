package dev.mintmark.image.install;

import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import java.util.List;
import java.util.Map;

/**
 * What becomes one layer.
 *
 * @param inputs of its files and hard links, by path
 */
public record LayerPart(List<LayerEntry> entries, Map<String, FileTable.Input> inputs) {
  public LayerPart {
    entries = List.copyOf(entries);
    inputs = Map.copyOf(inputs);
  }
}
