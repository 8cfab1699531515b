package dev.mintmark.vendor.debian;

import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder in which apt believes to be on an empty machine of one architecture. The indexes stay in
 * it for the next time; apt asks for changed ones only.
 */
final class AptRoot {
  private final Path root;
  private final Client client;
  private final String architecture;

  private AptRoot(Path root, Client client, String architecture) {
    this.root = root;
    this.client = client;
    this.architecture = architecture;
  }

  /**
   * Prepares a folder.
   *
   * @param architecture Debian's word
   */
  static AptRoot prepare(Path root, MachineApt apt, String architecture) throws IOException {
    for (String folder :
        List.of(
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "etc/apt/sources.list.d",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/lib/dpkg",
            "var/log")) {
      Files.createDirectories(root.resolve(folder));
    }
    Path status = root.resolve("var/lib/dpkg/status");
    Files.write(status, new byte[0]);
    List<String> lines = new ArrayList<>();
    lines.add(MachineApt.set("Dir", root.toString()));
    lines.add(MachineApt.set("Dir::State::status", status.toString()));
    lines.addAll(apt.settings(root));
    lines.add(MachineApt.set("APT::Architecture", architecture));
    lines.add("APT::Architectures { \"" + architecture + "\"; };");
    lines.add("APT::Install-Recommends \"false\";");
    lines.add("APT::Install-Suggests \"false\";");
    lines.add("APT::Get::AllowUnauthenticated \"false\";");
    lines.add("APT::Sandbox::User \"root\";");
    lines.add("Acquire::AllowInsecureRepositories \"false\";");
    lines.add("Acquire::AllowWeakRepositories \"false\";");
    lines.add("Acquire::AllowDowngradeToInsecureRepositories \"false\";");
    lines.add("Acquire::Languages \"none\";");
    lines.add("Acquire::GzipIndexes \"true\";");
    Path config = root.resolve("apt.conf");
    Files.write(config, lines);
    return new AptRoot(root, apt.client().with("APT_CONFIG", config.toString()), architecture);
  }

  /** Where apt has the indexes. */
  Path lists() {
    return root.resolve("var/lib/apt/lists");
  }

  String architecture() {
    return architecture;
  }

  /**
   * Fetches the indexes; apt checks their signatures.
   *
   * @param all whether one source that does not answer is too many
   */
  void update(boolean all) throws IOException {
    List<String> words = new ArrayList<>(List.of("update", "-q"));
    if (all) {
      words.add("-oAPT::Update::Error-Mode=any");
    }
    requireDone("Debian packages for " + architecture, client.run(root, words));
  }

  /** The lines of a dry run that installs packages on the empty machine. */
  Client.Ended simulate(List<String> packages) throws IOException {
    List<String> words = new ArrayList<>(List.of("install", "-s", "-y", "-q"));
    words.add("--no-install-recommends");
    words.addAll(packages);
    return client.run(root, words);
  }

  /** Downloads exact versions into a folder. */
  Client.Ended download(Path folder, List<String> packages) throws IOException {
    List<String> words = new ArrayList<>(List.of("download", "-q"));
    words.addAll(packages);
    return client.run(folder, words);
  }

  /** A version of a package, as the indexes have it. */
  record Offer(String version, String source) {}

  /** All that the indexes have of these packages, by name. */
  Map<String, List<Offer>> offers(List<String> names) throws IOException {
    List<String> words = new ArrayList<>(List.of("madison"));
    words.addAll(names);
    Map<String, List<Offer>> offers = new HashMap<>();
    cache(words)
        .lines()
        .map(line -> line.split("\\|", 3))
        .filter(columns -> columns.length == 3)
        .forEach(columns ->
            offers
                .computeIfAbsent(columns[0].strip(), name -> new ArrayList<>())
                .add(new Offer(columns[1].strip(), columns[2].strip())));
    return offers;
  }

  /** The paragraphs of exact versions, each by its fields. */
  List<Map<String, String>> show(List<String> packages) throws IOException {
    List<String> words = new ArrayList<>(List.of("show", "--no-all-versions"));
    words.addAll(packages);
    List<Map<String, String>> paragraphs = new ArrayList<>();
    for (String paragraph : cache(words).split("\n\n+")) {
      Map<String, String> fields = new HashMap<>();
      paragraph
          .lines()
          .filter(line -> line.matches("[A-Za-z0-9-]+: .*"))
          .map(line -> line.split(": ", 2))
          .forEach(field -> fields.putIfAbsent(field[0], field[1].strip()));
      paragraphs.add(fields);
    }
    return paragraphs;
  }

  /** The words of the Release file behind a source, as `apt-cache policy` shows them. */
  Map<String, String> release(String source) throws IOException {
    List<String> lines = cache(List.of("policy")).lines().map(String::strip).toList();
    Map<String, String> words = new HashMap<>();
    for (int i = 0; i + 1 < lines.size() && words.isEmpty(); i++) {
      if (lines.get(i).endsWith(" " + source) && lines.get(i + 1).startsWith("release ")) {
        Stream.of(lines.get(i + 1).substring("release ".length()).split(","))
            .map(word -> word.split("=", 2))
            .filter(word -> word.length == 2)
            .forEach(word -> words.put(word[0], word[1]));
      }
    }
    return words;
  }

  private String cache(List<String> words) throws IOException {
    return client.as("apt-cache").run(root, words).output();
  }

  VendorException failed(String subject, Client.Ended ended) {
    return client.failed(subject, ended);
  }

  private void requireDone(String subject, Client.Ended ended) {
    if (ended.exit() != 0) {
      throw failed(subject, ended);
    }
  }
}
