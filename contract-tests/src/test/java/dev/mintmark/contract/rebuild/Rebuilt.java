package dev.mintmark.contract.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code mintmark rebuild} of one release said.
 *
 * @param release the ledger's document about it
 */
record Rebuilt(Command command, String run, JsonNode release) {
  /** Rebuilds and waits. */
  static Rebuilt of(Line line, String release, String... options) {
    List<String> words = new ArrayList<>(List.of("rebuild", release, "--json"));
    words.addAll(List.of("--timeout", "600"));
    words.addAll(List.of(options));
    Command command = line.mintmark(words.toArray(String[]::new));
    JsonNode run = Line.json(command.output()).at("/rebuilds/0");
    return new Rebuilt(command, run.path("run").asText(), run.at("/releases/0"));
  }

  String outcome() {
    return release.path("outcome").asText();
  }

  /** The artifacts with that verdict, {@code <step> <role>} each. */
  Set<String> withVerdict(String verdict) {
    Set<String> roles = new TreeSet<>();
    for (JsonNode row : release.at("/verdict/artifacts")) {
      if (row.path("verdict").asText().equals(verdict)) {
        roles.add(row.path("step").asText() + " " + row.path("role").asText());
      }
    }
    return roles;
  }

  int artifacts() {
    return release.at("/verdict/artifacts").size();
  }

  @Override
  public String toString() {
    return command + "\n" + release;
  }
}
