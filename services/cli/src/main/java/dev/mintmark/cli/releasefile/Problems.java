package dev.mintmark.cli.releasefile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong, so that one run names everything. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String code, Node at, String path, String text) {
    found.add(new Problem(code, at.getStartMark().getLine() + 1, path, text));
  }

  void throwIfAny() throws InvalidReleaseFileException {
    if (!found.isEmpty()) {
      throw new InvalidReleaseFileException(
          found.stream().sorted(Comparator.comparingInt(Problem::line)).toList());
    }
  }
}
