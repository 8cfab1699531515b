package dev.mintmark.registry.access;

import dev.mintmark.oci.RepositoryName;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of repositories: words as they are, {@code *} for one whole word, {@code **} at the end for
 * one or more. {@code mirror/**} is {@code mirror/debian} and {@code mirror/library/debian}.
 */
record RepositoryPattern(String text) {
  private static final Pattern WORD = Pattern.compile("[a-z0-9]+(?:[._-]+[a-z0-9]+)*");

  RepositoryPattern {
    String[] words = text.split("/", -1);
    for (int i = 0; i < words.length; i++) {
      boolean rest = words[i].equals("**") && i == words.length - 1;
      if (!rest && !words[i].equals("*") && !WORD.matcher(words[i]).matches()) {
        throw new IllegalArgumentException(
            "not a pattern of repositories: '"
                + text
                + "'; expected words joined by /, * for one word, ** at the end for the rest");
      }
    }
  }

  boolean matches(RepositoryName name) {
    String form =
        Arrays.stream(text.split("/", -1))
            .map(word ->
                switch (word) {
                  case "**" -> ".+";
                  case "*" -> "[^/]+";
                  default -> Pattern.quote(word);
                })
            .collect(Collectors.joining("/"));
    return name.value().matches(form);
  }
}
