package dev.mintmark.elf.resolve;

import dev.mintmark.elf.StreamSource.Opener;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one image by their absolute paths, as a process in it sees them. Folders need not be
 * in it.
 */
public final class FileTree {
  private static final int MOST_LINKS = 40;
  private static final int MOST_STEPS = 4096;

  private final SortedMap<String, Node> nodes;

  /** What has a path. */
  public sealed interface Node {}

  /**
   * A plain file.
   *
   * @param elf whether it begins with ELF's magic number
   */
  public record File(long size, boolean elf, Opener content) implements Node {}

  /** A symbolic link; its target may leave the root no more than a process's could. */
  public record Link(String target) implements Node {}

  /**
   * @param nodes by absolute path, e.g. {@code /usr/lib/libm.so.6}
   */
  public FileTree(SortedMap<String, Node> nodes) {
    this.nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  SortedMap<String, Node> nodes() {
    return nodes;
  }

  /** A file and the path that all links on its way lead to. */
  record Found(String path, File file) {}

  /** Follows links; empty when no file is there, or links have no end. */
  Optional<Found> find(String path) {
    return canonical(path)
        .flatMap(real ->
            nodes.get(real) instanceof File file
                ? Optional.of(new Found(real, file))
                : Optional.empty());
  }

  /** The path without links; what it leads to need not be there. */
  Optional<String> canonical(String path) {
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/", -1)));
    StringBuilder real = new StringBuilder();
    int links = 0;
    for (int steps = 0; !left.isEmpty(); steps++) {
      if (steps > MOST_STEPS) {
        return Optional.empty();
      }
      String part = left.pop();
      if (part.equals("..")) {
        real.setLength(Math.max(0, real.lastIndexOf("/")));
      } else if (!part.isEmpty() && !part.equals(".")) {
        int parent = real.length();
        real.append('/').append(part);
        if (nodes.get(real.toString()) instanceof Link link) {
          links++;
          if (links > MOST_LINKS) {
            return Optional.empty();
          }
          real.setLength(link.target().startsWith("/") ? 0 : parent);
          pushAll(left, link.target());
        }
      }
    }
    return Optional.of(real.isEmpty() ? "/" : real.toString());
  }

  private static void pushAll(Deque<String> left, String target) {
    List<String> parts = List.of(target.split("/", -1));
    for (String part : parts.reversed()) {
      left.push(part);
    }
  }
}
