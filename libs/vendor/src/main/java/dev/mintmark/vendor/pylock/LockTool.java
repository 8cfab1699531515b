package dev.mintmark.vendor.pylock;

import java.util.Optional;

/** Who makes a lock of Python packages. */
public enum LockTool {
  /** Hashed requirements; `mintmark vendor --update` makes them. */
  PIP(Optional.empty()),
  POETRY(Optional.of("poetry lock")),
  UV(Optional.of("uv lock"));

  private final Optional<String> command;

  LockTool(Optional<String> command) {
    this.command = command;
  }

  /** Whose lock a file is, by its name: {@code [<anything>-]poetry.lock}, likewise uv's. */
  public static LockTool of(String file) {
    if (file.equals("poetry.lock") || file.endsWith("-poetry.lock")) {
      return POETRY;
    }
    return file.equals("uv.lock") || file.endsWith("-uv.lock") ? UV : PIP;
  }

  /** What makes the lock anew; empty where Mintmark does it. */
  public Optional<String> command() {
    return command;
  }
}
