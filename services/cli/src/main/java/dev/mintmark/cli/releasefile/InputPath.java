package dev.mintmark.cli.releasefile;

/**
 * A file or folder that a release file names.
 *
 * @param root the folder that {@code relative} starts from
 * @param relative {@code /} between its parts, no {@code ..}; empty for the root itself
 * @param line where the file names it
 * @param key path of the key that names it
 */
public record InputPath(Root root, String relative, int line, String key) {
  /** Where paths start. */
  public enum Root {
    /** The release file's own folder. */
    RELEASE_FILE,
    /** What {@code --inputs} names: {@code ${inputs}} in the file. */
    INPUTS
  }

  /** As the author wrote it, but for a closing slash. */
  @Override
  public String toString() {
    return root == Root.INPUTS ? "${inputs}/" + relative : relative;
  }
}
