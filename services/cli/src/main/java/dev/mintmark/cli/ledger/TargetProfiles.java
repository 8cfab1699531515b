package dev.mintmark.cli.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.content.Digest;
import dev.mintmark.inputs.TargetProfile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who ran the profiles of a release's targets on their hardware. The profiles are inputs of the
 * release: its request names them by digest, and the ledger has their bytes.
 *
 * @param tested by target: who and when, or {@code untested}; empty where the profile does not say
 */
public record TargetProfiles(SortedMap<String, Optional<String>> tested) {
  private static final Pattern ROLE = Pattern.compile("targets\\[(.+)]\\.profile");

  public TargetProfiles {
    tested = new TreeMap<>(tested);
  }

  /**
   * Reads the profiles of a release.
   *
   * @throws CommandException CLI-042 for bytes that are not the recorded ones or no profile; the
   *     ledger's own refusal for an artifact that it has no more
   */
  public static TargetProfiles of(Ledger ledger, Release release) {
    SortedMap<String, Optional<String>> tested = new TreeMap<>();
    for (HandOff handOff : release.handOffs()) {
      for (HandOff.ArtifactUse use : handOff.artifacts()) {
        Matcher matcher = ROLE.matcher(use.role());
        if (matcher.matches() && !tested.containsKey(matcher.group(1))) {
          tested.put(matcher.group(1), read(ledger, use).tested());
        }
      }
    }
    return new TargetProfiles(tested);
  }

  private static TargetProfile read(Ledger ledger, HandOff.ArtifactUse use) {
    byte[] bytes = ledger.artifact(use.digest());
    if (!Digest.of(bytes).toString().equals(use.digest())) {
      throw refused(use, "the ledger gave bytes that hash to " + Digest.of(bytes));
    }
    try {
      return TargetProfile.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw refused(use, "it is no profile: " + e.getMessage());
    }
  }

  private static CommandException refused(HandOff.ArtifactUse use, String found) {
    return new CommandException(
        Exit.FAILURE,
        "CLI-042",
        "cannot read %s %s: %s; `mintmark store usage` shows whether the store is damaged"
            .formatted(use.role(), use.digest(), found));
  }

  /** Targets whose profile says that nobody ran it on its hardware, by name. */
  public List<String> untested() {
    return tested.entrySet().stream()
        .filter(e -> e.getValue().equals(Optional.of(TargetProfile.UNTESTED)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same of only these targets. */
  public TargetProfiles only(Collection<String> targets) {
    SortedMap<String, Optional<String>> kept = new TreeMap<>(tested);
    kept.keySet().retainAll(targets);
    return new TargetProfiles(kept);
  }

  /** For {@code --json}: an object by target. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    tested.forEach((target, who) -> {
      ObjectNode one = json.putObject(target);
      who.ifPresent(text -> one.put("tested", text));
    });
    return json;
  }
}
