package dev.mintmark.registry.access;

import dev.mintmark.oci.RepositoryName;
import java.util.List;
import java.util.Set;

/**
 * What the owner of a token may do.
 *
 * @param name of the token, for messages
 */
public record Grant(String name, List<Rule> rules) {
  /**
   * Some actions in some repositories.
   *
   * @param repositories any of these
   */
  record Rule(List<RepositoryPattern> repositories, Set<Action> actions) {
    Rule {
      repositories = List.copyOf(repositories);
      actions = Set.copyOf(actions);
    }

    boolean allows(Action action, RepositoryName repository) {
      return actions.contains(action) && repositories.stream().anyMatch(p -> p.matches(repository));
    }
  }

  public Grant {
    rules = List.copyOf(rules);
  }

  public boolean allows(Action action, RepositoryName repository) {
    return rules.stream().anyMatch(rule -> rule.allows(action, repository));
  }
}
