package dev.mintmark.cli.inputs;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.content.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an example is made from. The form is in the file itself; comments start with {@code #}.
 *
 * @param files to fetch
 * @param made folders to make of them
 */
record InputsLock(List<PinnedFile> files, List<MadeFolder> made) {
  private static final Pattern NPM =
      Pattern.compile(
          "npm ((?:@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*)@([0-9][0-9A-Za-z.+-]*)"
              + " (package/\\S+) (\\d{1,12}) (sha256:[0-9a-f]{64}) (\\S+)");
  private static final Pattern MAVEN =
      Pattern.compile(
          "maven ([A-Za-z0-9._-]+:[A-Za-z0-9._-]+):([0-9][0-9A-Za-z.+-]*)"
              + " (\\d{1,12}) (sha256:[0-9a-f]{64}) (\\S+)");
  private static final Pattern MADE =
      Pattern.compile("made ([a-z0-9-]+) (\\d{1,6}) (sha256:[0-9a-f]{64})");

  InputsLock {
    files = List.copyOf(files);
    made = List.copyOf(made);
  }

  /** Where a file comes from. */
  sealed interface Origin {
    /** A file in an npm package's archive. */
    record Npm(String name, String version, String member) implements Origin {}

    /** A jar; {@code module} is {@code group:artifact}. */
    record Maven(String module, String version) implements Origin {}
  }

  /**
   * A file to fetch.
   *
   * @param file where it is put, relative to the inputs
   */
  record PinnedFile(Origin origin, long size, Digest digest, String file) {
    PinnedFile {
      Path path = Path.of(file);
      if (path.isAbsolute() || !path.normalize().equals(path) || file.startsWith("..")) {
        throw new IllegalArgumentException(file + " leaves the inputs");
      }
    }
  }

  /**
   * A folder of samples.
   *
   * @param tree digest of its tree
   */
  record MadeFolder(String name, int samples, Digest tree) {}

  /**
   * Reads the text.
   *
   * @param name of the file, for errors
   * @throws CommandException CLI-060 with the line
   */
  static InputsLock parse(String name, String text) {
    List<PinnedFile> files = new ArrayList<>();
    List<MadeFolder> made = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        add(line, files, made);
      } catch (IllegalArgumentException e) {
        throw new CommandException(
            Exit.USAGE,
            "CLI-060",
            "%s:%d: cannot read '%s': %s; see the form at the file's head"
                .formatted(name, i + 1, line, e.getMessage()),
            e);
      }
    }
    return new InputsLock(files, made);
  }

  private static void add(String line, List<PinnedFile> files, List<MadeFolder> made) {
    Matcher npm = NPM.matcher(line);
    Matcher maven = MAVEN.matcher(line);
    Matcher folder = MADE.matcher(line);
    if (npm.matches()) {
      Origin origin = new Origin.Npm(npm.group(1), npm.group(2), npm.group(3));
      files.add(pinned(origin, npm.group(4), npm.group(5), npm.group(6)));
    } else if (maven.matches()) {
      Origin origin = new Origin.Maven(maven.group(1), maven.group(2));
      files.add(pinned(origin, maven.group(3), maven.group(4), maven.group(5)));
    } else if (folder.matches()) {
      made.add(
          new MadeFolder(
              folder.group(1), Integer.parseInt(folder.group(2)), Digest.parse(folder.group(3))));
    } else {
      throw new IllegalArgumentException("it is neither npm, maven nor made");
    }
  }

  private static PinnedFile pinned(Origin origin, String size, String digest, String file) {
    return new PinnedFile(origin, Long.parseLong(size), Digest.parse(digest), file);
  }
}
