package dev.mintmark.image.assemble;

import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;

/** A file on its way into a layer, and the input that it comes from. */
record ImageFileEntry(LayerEntry.File file, FileTable.Input input) {
  /** For people: which input claims the path. */
  String claimant() {
    return input.member() == null
        ? input.artifact().digest().toString()
        : input.member() + " of " + input.artifact().digest();
  }
}
