package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.build.v1.AllowedFinding;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.image.refusal.GateRefusals;
import dev.mintmark.image.refusal.ImageFinding;
import dev.mintmark.kit.handoff.ArtifactReferences;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the gates go by.
 *
 * @param allowed what may be in the image nevertheless
 * @param sizeBudget most compressed bytes of one platform's layers
 * @param profiles by target
 */
public record GateRequest(
    List<Allowance> allowed, OptionalLong sizeBudget, SortedMap<String, Artifact> profiles) {
  /**
   * One finding at one path that the release keeps.
   *
   * @param path absolute in the image
   */
  public record Allowance(String path, ImageFinding finding) {}

  public GateRequest {
    allowed = List.copyOf(allowed);
    profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-042
   */
  public static GateRequest read(BuildRequested requested) {
    Set<Allowance> seen = new HashSet<>();
    List<Allowance> allowed =
        requested.getImage().getAllow().stream().map(allow -> allowance(allow, seen)).toList();
    Long budget = requested.getImage().getSizeBudget();
    SortedMap<String, Artifact> profiles = new TreeMap<>();
    for (Target target : requested.getTargets()) {
      profiles.put(target.getName(), ArtifactReferences.toArtifact(target.getProfile()));
    }
    return new GateRequest(
        allowed, budget == null ? OptionalLong.empty() : OptionalLong.of(budget), profiles);
  }

  private static Allowance allowance(AllowedFinding allow, Set<Allowance> seen) {
    String path = allow.getPath();
    Optional<ImageFinding> finding = ImageFinding.of(allow.getFinding());
    if (!path.startsWith("/")) {
      throw GateRefusals.allowance(path, "the path is not absolute");
    }
    if (finding.isEmpty() || !finding.get().isAllowable()) {
      throw GateRefusals.allowance(path, "'" + allow.getFinding() + "' can not be allowed");
    }
    if (allow.getReason().isBlank()) {
      throw GateRefusals.allowance(path, "it has no reason");
    }
    Allowance allowance = new Allowance(path, finding.get());
    if (!seen.add(allowance)) {
      throw GateRefusals.allowance(path, finding.get().word() + " is allowed twice");
    }
    return allowance;
  }
}
