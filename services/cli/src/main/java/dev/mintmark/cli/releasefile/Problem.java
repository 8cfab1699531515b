package dev.mintmark.cli.releasefile;

/**
 * Something wrong in a release file.
 *
 * @param code {@code CLI-0xx}
 * @param line from 1
 * @param path of the key, e.g. {@code image.files[0].mode}; empty for the whole file
 * @param text what was found and what to do
 */
public record Problem(String code, int line, String path, String text) {
  /** {@code <file>:<line>: <path>: <text> (<code>)}. */
  public String describe(String file) {
    String subject = path.isEmpty() ? "" : path + ": ";
    return file + ":" + line + ": " + subject + text + " (" + code + ")";
  }
}
