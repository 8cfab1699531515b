package dev.mintmark.inventory.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** os-release(5): which distribution an image says that it is. */
record OsRelease(Map<String, String> values) {
  private static final int MAX_BYTES = 64 << 10;

  static OsRelease of(ImageFiles files) throws IOException {
    Map<String, String> values = new TreeMap<>();
    Optional<ImageFile> file =
        files.at("/etc/os-release").or(() -> files.at("/usr/lib/os-release"));
    if (file.isPresent()) {
      for (String line : new Lines(new String(file.get().read(MAX_BYTES), UTF_8))) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          String value = line.substring(equals + 1).replaceAll("^[\"']|[\"']$", "");
          values.put(line.substring(0, equals), value);
        }
      }
    }
    return new OsRelease(values);
  }

  /** The vendor in package URLs. */
  String id(String otherwise) {
    String id = values.getOrDefault("ID", "");
    return id.matches("[a-z0-9._-]+") ? id : otherwise;
  }

  String codename() {
    return plain("VERSION_CODENAME");
  }

  String version() {
    return plain("VERSION_ID");
  }

  private String plain(String name) {
    String value = values.getOrDefault(name, "");
    return value.matches("[A-Za-z0-9._-]*") ? value : "";
  }
}
