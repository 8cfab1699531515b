package dev.mintmark.inventory.reader;

import dev.mintmark.inventory.found.PackageUrl;
import dev.mintmark.inventory.license.Spdx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which library a jar is.
 *
 * @param group Maven's; empty when only the manifest or the file's name tell
 * @param license SPDX expression
 */
record JarIdentity(String group, String name, String version, String license) {
  private static final Pattern FILE = Pattern.compile("(.+?)-([0-9][^/]*)\\.[a-z]+");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+~-]{0,100}");

  String purl() {
    return group.isEmpty()
        ? PackageUrl.of("generic", "", name, version, Map.of())
        : PackageUrl.of("maven", group, name, version, Map.of());
  }

  /** What pom.properties say; empty when a part is missing or odd. */
  static Optional<JarIdentity> ofPom(byte[] file) {
    Properties said = new Properties();
    try {
      said.load(new ByteArrayInputStream(file));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    String group = said.getProperty("groupId", "").strip();
    String name = said.getProperty("artifactId", "").strip();
    String version = said.getProperty("version", "").strip();
    return WORD.matcher(group).matches()
            && WORD.matcher(name).matches()
            && VERSION.matcher(version).matches()
        ? Optional.of(new JarIdentity(group, name, version, Spdx.UNKNOWN))
        : Optional.empty();
  }

  /** The jar's own among all that lie in it: the one that its file is named after, or the only. */
  static Optional<JarIdentity> main(List<JarIdentity> poms, String fileName) {
    return poms.stream()
        .filter(pom -> fileName.startsWith(pom.name))
        .max(Comparator.comparingInt(pom -> pom.name.length()))
        .or(() -> poms.size() == 1 ? Optional.of(poms.getFirst()) : Optional.empty());
  }

  /** What manifest and file name tell of a jar that Maven did not make. */
  static Optional<JarIdentity> ofManifest(Optional<byte[]> manifest, String fileName) {
    Attributes said = attributes(manifest);
    Matcher file = FILE.matcher(fileName);
    boolean named = file.matches();
    Optional<String> name =
        first(said, WORD, "Bundle-SymbolicName", "Implementation-Title", "Automatic-Module-Name")
            .or(() -> Optional.of(named ? file.group(1) : fileName.replaceAll("\\.[a-z]+$", "")));
    Optional<String> version =
        first(said, VERSION, "Bundle-Version", "Implementation-Version", "Specification-Version")
            .or(() -> named ? Optional.of(file.group(2)) : Optional.empty());
    String license =
        first(said, Pattern.compile(".{1,200}"), "Bundle-License")
            .flatMap(Spdx::expression)
            .orElse(Spdx.UNKNOWN);
    return name.filter(n -> WORD.matcher(n).matches())
        .map(n -> new JarIdentity("", n, version.orElse(""), license));
  }

  JarIdentity licensed(String expression) {
    return new JarIdentity(group, name, version, expression);
  }

  private static Attributes attributes(Optional<byte[]> manifest) {
    Function<byte[], Attributes> reader =
        bytes -> {
          try {
            return new Manifest(new ByteArrayInputStream(bytes)).getMainAttributes();
          } catch (IOException | IllegalArgumentException e) {
            return new Attributes();
          }
        };
    return manifest.map(reader).orElseGet(Attributes::new);
  }

  private static Optional<String> first(Attributes said, Pattern form, String... names) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      String value = said.getValue(name);
      if (value != null) {
        values.add(value);
      }
    }
    return values.stream()
        .map(value -> value.split(";", 2)[0].strip())
        .filter(value -> form.matcher(value).matches())
        .findFirst();
  }
}
