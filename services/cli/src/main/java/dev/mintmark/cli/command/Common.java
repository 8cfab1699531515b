package dev.mintmark.cli.command;

import picocli.CommandLine.Option;

/** What every command takes. */
public final class Common {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(names = "--json", description = "Print one JSON document; progress goes to stderr.")
  private boolean json;

  boolean json() {
    return json;
  }
}
