package dev.mintmark.image.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A build's scratch folder, which goes with everything in it. */
public final class Workspace implements AutoCloseable {
  private static final String PREFIX = "image-";

  private final Path folder;

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /** Makes one below {@code workDir}, which is made where it is not there. */
  public static Workspace in(Path workDir) throws IOException {
    Files.createDirectories(workDir);
    return new Workspace(Files.createTempDirectory(workDir, PREFIX));
  }

  /** Removes what builds left that were killed. Nothing may be building there. */
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

  /** A file to write to; the name is used once in a build. */
  public Path file(String name) {
    return folder.resolve(name);
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
