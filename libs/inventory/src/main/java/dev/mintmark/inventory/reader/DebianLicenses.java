package dev.mintmark.inventory.reader;

import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.license.DebianCopyright;
import dev.mintmark.inventory.license.Spdx;
import dev.mintmark.packages.deb.DebControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Licences of Debian packages. A package may leave its documents to another one of the same source
 * (Debian policy, 12.5), by a link that a table of files does not show.
 */
final class DebianLicenses {
  private static final int MAX_BYTES = 4 << 20;

  private final ImageFiles files;
  private final Map<String, List<String>> bySource = new HashMap<>();
  private final Map<String, Optional<ImageFile>> ofSource = new HashMap<>();
  private final Map<String, String> read = new HashMap<>();

  DebianLicenses(ImageFiles files, List<DebControl> installed) {
    this.files = files;
    for (DebControl control : installed) {
      bySource.computeIfAbsent(source(control), key -> new ArrayList<>()).add(control.name());
    }
  }

  private static String source(DebControl control) {
    return control.source() + " " + control.sourceVersion();
  }

  String of(DebControl control) throws IOException {
    Optional<ImageFile> own = copyright(control.name());
    if (own.isPresent()) {
      return license(own.get());
    }
    Optional<ImageFile> other =
        ofSource.computeIfAbsent(
            source(control),
            source ->
                bySource.getOrDefault(source, List.of()).stream()
                    .sorted()
                    .map(this::copyright)
                    .flatMap(Optional::stream)
                    .findFirst());
    return other.isPresent() ? license(other.get()) : Spdx.UNKNOWN;
  }

  private Optional<ImageFile> copyright(String name) {
    return files.at("/usr/share/doc/" + name + "/copyright");
  }

  private String license(ImageFile file) throws IOException {
    String known = read.get(file.path());
    if (known == null) {
      known =
          file.size() > MAX_BYTES ? Spdx.UNKNOWN : DebianCopyright.license(file.read(MAX_BYTES));
      read.put(file.path(), known);
    }
    return known;
  }
}
