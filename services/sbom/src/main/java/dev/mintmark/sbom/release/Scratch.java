package dev.mintmark.sbom.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one release's layers, which goes with everything in it. */
public final class Scratch implements AutoCloseable {
  private static final String PREFIX = "sbom-";

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  static Scratch in(Path workDir) throws IOException {
    Files.createDirectories(workDir);
    return new Scratch(Files.createTempDirectory(workDir, PREFIX));
  }

  /** Removes what a killed process left. Nothing may be at work there. */
  public static void removeLeftovers(Path workDir) throws IOException {
    if (!Files.isDirectory(workDir)) {
      return;
    }
    try (Stream<Path> children = Files.list(workDir)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(PREFIX)) {
          delete(child);
        }
      }
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static void delete(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(root)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
