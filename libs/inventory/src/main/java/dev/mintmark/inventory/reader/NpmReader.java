package dev.mintmark.inventory.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.InventoryError;
import dev.mintmark.inventory.found.InventoryException;
import dev.mintmark.inventory.found.PackageUrl;
import dev.mintmark.inventory.license.Spdx;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** npm packages: {@code package.json} of each folder in a {@code node_modules}. */
public final class NpmReader {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 100;
  private static final Pattern PATH =
      Pattern.compile(".*/node_modules/(?:@[^/]+/)?[^/@][^/]*/package\\.json");
  private static final String MODULES = "/node_modules/";

  private NpmReader() {}

  /**
   * The packages of an image.
   *
   * @throws InventoryException SBM-013, which names file and line; SBM-014, SBM-015
   */
  public static List<FoundPackage> read(ImageFiles files) throws IOException {
    List<FoundPackage> found = new ArrayList<>();
    for (ImageFile file : files.all()) {
      if (file.name().equals("package.json") && PATH.matcher(file.path()).matches()) {
        read(files, file).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Empty for a file that only sets options of a folder. */
  private static Optional<FoundPackage> read(ImageFiles files, ImageFile file) throws IOException {
    JsonNode json = json(file);
    if (!json.has("name") || !json.has("version")) {
      return Optional.empty();
    }
    String name = text(file, json, "name");
    String version = text(file, json, "version");
    int slash = name.lastIndexOf('/');
    return Optional.of(
        new FoundPackage(
            Ecosystem.NPM,
            name,
            version,
            PackageUrl.of(
                "npm",
                slash < 0 ? "" : name.substring(0, slash),
                name.substring(slash + 1),
                version,
                Map.of()),
            license(json.path("license")),
            author(json.path("author")),
            Optional.empty(),
            new TreeSet<>(List.of(file.path())),
            owned(files, file.folder()),
            new TreeSet<>()));
  }

  private static JsonNode json(ImageFile file) throws IOException {
    byte[] bytes = file.read(MAX_BYTES);
    boolean mark = bytes.length > 2 && bytes[0] == -17 && bytes[1] == -69 && bytes[2] == -65;
    try {
      // npm takes a byte order mark.
      return new StrictJson(MAX_BYTES, MAX_DEPTH)
          .read(mark ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes);
    } catch (UnreadableJsonException e) {
      int line =
          e.getCause() instanceof JsonProcessingException at && at.getLocation() != null
              ? at.getLocation().getLineNr()
              : 1;
      throw InventoryException.atLine(
          InventoryError.NPM, file.path(), line, "of it: it " + e.getMessage());
    }
  }

  private static String text(ImageFile file, JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > 250) {
      throw new InventoryException(
          InventoryError.NPM, file.path(), "line 1 and on: its " + field + " is no short text");
    }
    return value.asText();
  }

  private static String license(JsonNode license) {
    String text = license.isObject() ? license.path("type").asText() : license.asText();
    return Spdx.expression(text).orElse(Spdx.UNKNOWN);
  }

  private static Optional<String> author(JsonNode author) {
    String text = author.isObject() ? author.path("name").asText() : author.asText();
    return Optional.of(text).filter(name -> !name.isBlank());
  }

  private static SortedSet<String> owned(ImageFiles files, String folder) {
    SortedSet<String> owned = new TreeSet<>();
    for (ImageFile file : files.below(folder)) {
      if (!file.path().startsWith(MODULES, folder.length())) {
        owned.add(file.path());
      }
    }
    return owned;
  }
}
