package dev.mintmark.launcher;

import java.nio.file.Path;

/**
 * What {@code rebuild} takes beside the others.
 *
 * @param run {@code rebuild-<n>}
 * @param current run the steps as they are now, not as they were
 * @param jdk the folder of the JDK that runs them
 */
record RebuildOptions(String run, boolean current, Path jdk) {
  private static final String FORM = "rebuild-[1-9][0-9]{0,8}";

  RebuildOptions {
    if (!run.matches(FORM)) {
      throw Options.usage("not a rebuild: '" + run + "', write --run rebuild-<n>");
    }
  }

  static Path ownJdk() {
    return Path.of(System.getProperty("java.home"));
  }
}
