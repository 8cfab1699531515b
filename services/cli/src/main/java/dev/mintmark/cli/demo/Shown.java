package dev.mintmark.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.terminal.Table;

/** What a demo has shown. */
public sealed interface Shown permits Summary, Caught, ServerSummary {
  /** For people: a subject and what is to be said of it, a line each. */
  Table table();

  /** For {@code --json}. */
  ObjectNode json();
}
