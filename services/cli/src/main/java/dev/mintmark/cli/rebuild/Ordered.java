package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A rebuild that was ordered: releases that the same toolchains made.
 *
 * @param run {@code rebuild-<n>}
 */
public record Ordered(String run, List<String> releases) {
  static Ordered of(JsonNode node) {
    List<String> releases = new ArrayList<>();
    node.path("releases").forEach(release -> releases.add(release.asText()));
    return new Ordered(node.path("run").asText(), List.copyOf(releases));
  }
}
