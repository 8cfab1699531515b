package dev.mintmark.launcher.toolchain;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.embedded.server.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Digests of files, kept in a file for as long as size, modification time and change time stay what
 * they were: so that hundreds of megabytes are hashed once and not at each start.
 */
public final class FileDigests {
  private final Path file;
  private final Map<String, Digest> known;

  private FileDigests(Path file, Map<String, Digest> known) {
    this.file = file;
    this.known = known;
  }

  /** Those kept in {@code file}, which need not be there. */
  public static FileDigests keptIn(Path file) throws IOException {
    Map<String, Digest> known = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        if (space > 0 && Digest.isDigest("sha256:" + line.substring(0, space))) {
          known.put(line.substring(space + 1), new Digest(line.substring(0, space)));
        }
      }
    }
    return new FileDigests(file, known);
  }

  /** The digest of each file; those that are not known are hashed and kept. */
  public synchronized Map<Path, Digest> of(Collection<Path> files) throws IOException {
    Map<Path, String> keys = new HashMap<>();
    List<Path> unknown = new ArrayList<>();
    for (Path path : files) {
      String key = key(path);
      keys.put(path, key);
      if (!known.containsKey(key)) {
        unknown.add(path);
      }
    }
    if (!unknown.isEmpty()) {
      List<Digest> digests = hash(unknown);
      for (int i = 0; i < digests.size(); i++) {
        String key = keys.get(unknown.get(i));
        forget(unknown.get(i));
        known.put(String.valueOf(key), digests.get(i));
      }
      save();
    }
    Map<Path, Digest> digests = new HashMap<>();
    keys.forEach((path, key) -> digests.put(path, known.get(key)));
    return digests;
  }

  /**
   * The folder's tree.
   *
   * @throws IllegalArgumentException where it holds what is no plain file
   */
  public Tree tree(Path folder) throws IOException {
    List<Path> files = files(folder);
    Map<Path, Digest> digests = of(files);
    List<Tree.Entry> entries = new ArrayList<>();
    for (Path path : files) {
      Digest digest = digests.get(path);
      if (Files.isSymbolicLink(path) || digest == null) {
        throw new IllegalArgumentException(path + " is not a plain file");
      }
      entries.add(new Tree.Entry(folder.relativize(path).toString(), Files.size(path), digest));
    }
    return new Tree(entries);
  }

  /** All that is in the folder and is no folder. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(path -> !Files.isDirectory(path)).toList();
    }
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return ((FileTime) Objects.requireNonNull(attributes.get(name), name)).to(TimeUnit.NANOSECONDS);
  }

  /** By all that changes with the content; the path last, as it may hold spaces. */
  private static String key(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino");
    return attributes.get("size")
        + " "
        + nanos(attributes, "lastModifiedTime")
        + " "
        + nanos(attributes, "ctime")
        + " "
        + attributes.get("ino")
        + " "
        + path;
  }

  private void forget(Path path) {
    known.keySet().removeIf(key -> key.endsWith(" " + path));
  }

  private void save() throws IOException {
    PrivateFiles.write(
        file,
        known.entrySet().stream()
            .map(entry -> entry.getValue().hex() + " " + entry.getKey() + "\n")
            .collect(Collectors.joining()));
  }

  private static List<Digest> hash(List<Path> files) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                DigestProgram.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (Writer paths = process.outputWriter(StandardCharsets.UTF_8)) {
      for (Path path : files) {
        paths.write(path + "\n");
      }
    }
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      List<Digest> digests = out.lines().map(Digest::new).toList();
      if (digests.size() != files.size()) {
        throw new IOException("only " + digests.size() + " of " + files.size() + " files hashed");
      }
      return digests;
    }
  }
}
