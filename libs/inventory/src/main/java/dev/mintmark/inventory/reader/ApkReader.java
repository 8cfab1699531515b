package dev.mintmark.inventory.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.ImageFile;
import dev.mintmark.inventory.found.ImageFiles;
import dev.mintmark.inventory.found.InventoryError;
import dev.mintmark.inventory.found.InventoryException;
import dev.mintmark.inventory.found.PackageUrl;
import dev.mintmark.inventory.license.Spdx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Alpine packages, from the database of apk-tools 2: records of lines {@code X:value}. */
public final class ApkReader {
  private static final List<String> DATABASES =
      List.of("/lib/apk/db/installed", "/usr/lib/apk/db/installed");
  private static final Pattern LINE = Pattern.compile("[A-Za-z]:.*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._+-]{0,127}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+~:-]{1,128}");

  private final ImageFiles files;
  private final ImageFile database;
  private final OsRelease release;
  private final List<FoundPackage> found = new ArrayList<>();
  private final Map<Character, String> fields = new HashMap<>();
  private final TreeSet<String> owned = new TreeSet<>();
  private String folder = "";
  private int number;

  private ApkReader(ImageFiles files, ImageFile database, OsRelease release) {
    this.files = files;
    this.database = database;
    this.release = release;
  }

  /**
   * The packages of an image.
   *
   * @throws InventoryException SBM-011, which names file and line; SBM-014, SBM-015
   */
  public static List<FoundPackage> read(ImageFiles files) throws IOException {
    List<FoundPackage> all = new ArrayList<>();
    for (String path : DATABASES) {
      Optional<ImageFile> database = files.at(path);
      if (database.isPresent()) {
        all.addAll(new ApkReader(files, database.get(), OsRelease.of(files)).read());
      }
    }
    return all;
  }

  private List<FoundPackage> read() throws IOException {
    for (String line : new Lines(text(database.read(ImageFile.MAX_DATABASE)))) {
      number++;
      if (line.isBlank()) {
        end();
      } else {
        add(line);
      }
    }
    end();
    return found;
  }

  private String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InventoryException(InventoryError.APK, database.path(), "it is not UTF-8");
    }
  }

  private void add(String line) {
    if (!LINE.matcher(line).matches()) {
      throw refused("is not 'X:value'");
    }
    String value = line.substring(2);
    switch (line.charAt(0)) {
      case 'F' -> folder = value.isEmpty() ? "" : "/" + value;
      case 'R' -> files.placed(folder + "/" + value).ifPresent(owned::add);
      case 'P', 'V', 'A', 'L', 'o', 'm' -> once(line.charAt(0), value);
      default -> {
        // Sizes, checksums, owners, triggers: nothing that is told of here.
      }
    }
  }

  private void once(char field, String value) {
    if (fields.putIfAbsent(field, value) != null) {
      throw refused("says '" + field + ":' a second time of one package");
    }
  }

  private void end() {
    if (fields.isEmpty() && owned.isEmpty()) {
      return;
    }
    String name = require('P', NAME);
    String version = require('V', VERSION);
    String origin = fields.getOrDefault('o', name);
    found.add(
        new FoundPackage(
            Ecosystem.ALPINE,
            name,
            version,
            PackageUrl.of(
                "apk",
                release.id("alpine"),
                name,
                version,
                Map.of("arch", fields.getOrDefault('A', ""), "distro", distro())),
            Spdx.expression(fields.getOrDefault('L', "")).orElse(Spdx.UNKNOWN),
            Optional.ofNullable(fields.get('m')).filter(text -> !text.isBlank()),
            Optional.of(origin + " " + version),
            new TreeSet<>(List.of(database.path())),
            owned,
            new TreeSet<>()));
    fields.clear();
    owned.clear();
    folder = "";
  }

  private String distro() {
    return release.version().isEmpty() ? "" : release.id("alpine") + "-" + release.version();
  }

  private String require(char field, Pattern form) {
    String value = fields.get(field);
    if (value == null) {
      throw refused("ends a package that does not say '" + field + ":'");
    }
    if (!form.matcher(value).matches()) {
      throw refused("ends a package whose '" + field + ":' is '" + value + "'");
    }
    return value;
  }

  private InventoryException refused(String found) {
    return InventoryException.atLine(InventoryError.APK, database.path(), number, found);
  }
}
