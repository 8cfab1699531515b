package dev.mintmark.vendor.debian;

import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this machine's apt is set to: where packages come from, whose signatures count, and how the
 * network is reached. Its hooks, preferences and installed packages play no part.
 *
 * @param client {@code apt-get} and its companions
 * @param sources a file in apt's own form that stands in for the machine's sources; {@code .list}
 *     for one-line entries, {@code .sources} for paragraphs
 */
public record MachineApt(Client client, Optional<Path> sources) {
  private static final Pattern SHELL = Pattern.compile("([A-Z]+)='([^']*)'");
  private static final Set<String> PLACES =
      Set.of("LIST", "PARTS", "TRUSTED", "TRUSTEDPARTS", "NETRC", "NETRCPARTS");
  private static final Pattern NETWORK =
      Pattern.compile("Acquire::(?:https?(?:::.*)?|Retries|ForceIPv[46]) \".*\";");
  private static final Pattern UNSIGNED =
      Pattern.compile(
          "(?im)^[^#]*\\b(trusted|allow-insecure|allow-weak|allow-downgrade-to-insecure)"
              + "\\s*[:=]\\s*(yes|true|1)\\b");

  /** With the environment's apt. */
  public static MachineApt of(Map<String, String> environment, Optional<Path> sources) {
    return new MachineApt(new Client("apt-get", "apt-get is part of Debian", environment), sources);
  }

  /** Lines of apt.conf(5): the machine's keys, and what it needs to reach its mirrors. */
  List<String> settings(Path root) throws IOException {
    Map<String, String> places = places(root);
    List<String> lines = new ArrayList<>();
    lines.add(set("Dir::Etc::trusted", place(places, "TRUSTED")));
    lines.add(set("Dir::Etc::trustedparts", place(places, "TRUSTEDPARTS")));
    lines.add(set("Dir::Etc::netrc", place(places, "NETRC")));
    lines.add(set("Dir::Etc::netrcparts", place(places, "NETRCPARTS")));
    lines.addAll(sourceSettings(root, places));
    client
        .as("apt-config")
        .run(root, List.of("dump", "Acquire"))
        .output()
        .lines()
        .filter(line -> NETWORK.matcher(line).matches())
        .forEach(lines::add);
    return lines;
  }

  private Map<String, String> places(Path root) throws IOException {
    List<String> words =
        List.of(
            "shell",
            "LIST",
            "Dir::Etc::sourcelist/f",
            "PARTS",
            "Dir::Etc::sourceparts/d",
            "TRUSTED",
            "Dir::Etc::trusted/f",
            "TRUSTEDPARTS",
            "Dir::Etc::trustedparts/d",
            "NETRC",
            "Dir::Etc::netrc/f",
            "NETRCPARTS",
            "Dir::Etc::netrcparts/d");
    Client config = client.as("apt-config");
    Client.Ended ended = config.run(root, words);
    Map<String, String> places = new TreeMap<>();
    Matcher matcher = SHELL.matcher(ended.output());
    while (matcher.find()) {
      places.put(matcher.group(1), matcher.group(2));
    }
    if (ended.exit() != 0 || !places.keySet().equals(PLACES)) {
      throw config.failed("Debian packages", ended);
    }
    return places;
  }

  private static String place(Map<String, String> places, String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  private List<String> sourceSettings(Path root, Map<String, String> places) throws IOException {
    if (sources.isEmpty()) {
      requireSigned(Path.of(place(places, "LIST")));
      for (Path part : parts(Path.of(place(places, "PARTS")))) {
        requireSigned(part);
      }
      return List.of(
          set("Dir::Etc::sourcelist", place(places, "LIST")),
          set("Dir::Etc::sourceparts", place(places, "PARTS")));
    }
    Path given = sources.get();
    requireSigned(given);
    String suffix = given.toString().endsWith(".sources") ? ".sources" : ".list";
    Path own = root.resolve("etc/apt/sources.list.d");
    for (Path old : parts(own)) {
      Files.delete(old);
    }
    Files.copy(given, own.resolve("vendor" + suffix));
    return List.of(
        set("Dir::Etc::sourcelist", "/dev/null"), set("Dir::Etc::sourceparts", own.toString()));
  }

  private static List<Path> parts(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(list|sources)"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static void requireSigned(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    Matcher unsigned = UNSIGNED.matcher(Files.readString(file));
    if (unsigned.find()) {
      throw new VendorException(
          VendorCode.UNSIGNED_SOURCE,
          "from the sources in " + file,
          "one of them says '" + unsigned.group(1) + "', so nobody would check its signature",
          "name the key instead, Signed-By, or give other sources with --mirror");
    }
  }

  /** A line of apt.conf(5). */
  static String set(String name, String value) {
    if (value.chars().anyMatch(c -> c == '"' || c == '\\' || Character.isISOControl(c))) {
      throw new VendorException(
          VendorCode.UNSAFE_WORD,
          "with apt",
          "the path '" + value + "' has a character that apt's settings cannot hold",
          "use a folder without quotes and backslashes");
    }
    return name + " \"" + value + "\";";
  }
}
