package dev.mintmark.cli.command;

/** The warning of a device class that nobody tried. */
final class Untested {
  private Untested() {}

  static String words(String target) {
    return "target " + target + " is untested: nobody has run a release on such hardware";
  }
}
