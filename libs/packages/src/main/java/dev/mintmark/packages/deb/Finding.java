package dev.mintmark.packages.deb;

/**
 * Something that a gate wants to know and that is no reason to refuse here.
 *
 * @param path relative to the image's root; the script's name for scripts
 * @param detail for people, e.g. {@code mode 4755}
 */
public record Finding(Kind kind, String path, String detail) {
  /** What kind of thing was found. */
  public enum Kind {
    /** Runs as its owner, whoever starts it. */
    SETUID,
    /** Runs as its group, or a directory that passes its group on. */
    SETGID,
    /** Anybody may write: a file, or a directory without the sticky bit. */
    WORLD_WRITABLE,
    /** Owned by somebody else than root; image layers of Mintmark know root only. */
    FOREIGN_OWNER,
    /** Extended attributes, such as capabilities. */
    ATTRIBUTES,
    /** A script that dpkg would run and Mintmark does not. */
    MAINTAINER_SCRIPT,
    /** A maintainer script speaks of dpkg-divert: paths may be meant to be others. */
    DIVERSION
  }
}
