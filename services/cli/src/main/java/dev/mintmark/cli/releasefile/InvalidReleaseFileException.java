package dev.mintmark.cli.releasefile;

import java.util.List;
import java.util.stream.Collectors;

/** The file is no release file, or names inputs that are not there. */
public final class InvalidReleaseFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one, in the order of their lines
   */
  public InvalidReleaseFileException(List<Problem> problems) {
    super(problems.stream().map(p -> p.describe("release file")).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }
}
