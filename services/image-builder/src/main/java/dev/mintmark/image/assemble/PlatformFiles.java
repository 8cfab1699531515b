package dev.mintmark.image.assemble;

import dev.mintmark.elf.ElfHeader;
import dev.mintmark.image.input.Archives;
import dev.mintmark.image.input.Fetched;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.request.RuntimeFile;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The files that one platform's image has for itself, such as native libraries. */
final class PlatformFiles {
  private final Fetched fetched;
  private final Archives archives;

  PlatformFiles(Fetched fetched, Archives archives) {
    this.fetched = fetched;
    this.archives = archives;
  }

  List<ImageFileEntry> of(ImageRequest request, Platform platform) throws IOException {
    List<ImageFileEntry> files = new ArrayList<>();
    for (RuntimeFile file : request.files()) {
      if (file.platform().equals(platform)) {
        files.add(entry(file));
      }
    }
    return files;
  }

  private ImageFileEntry entry(RuntimeFile file) throws IOException {
    LayerEntry.File entry = content(file);
    try (InputStream in = entry.content().open()) {
      NativeFiles.requireLoadable(
          file.path(), in.readNBytes(ElfHeader.LENGTH), List.of(file.platform()));
    }
    return new ImageFileEntry(
        entry, new FileTable.Input(file.source(), file.member(), file.purl(), file.license()));
  }

  private LayerEntry.File content(RuntimeFile file) throws IOException {
    String member = file.member();
    if (member == null) {
      return new LayerEntry.File(
          file.layerPath(),
          file.mode(),
          file.source().size(),
          file.source().digest(),
          () -> fetched.open(file.source().digest(), file.source().size()));
    }
    Archives.Member found = archives.member(file.source(), member);
    return new LayerEntry.File(file.layerPath(), file.mode(), found.size(), null, found.content());
  }
}
