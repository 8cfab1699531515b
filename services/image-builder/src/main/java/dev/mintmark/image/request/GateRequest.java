package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.build.v1.AllowedFinding;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.image.refusal.GateRefusals;
import dev.mintmark.image.refusal.ImageFinding;
import dev.mintmark.kit.handoff.ArtifactReferences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the gates go by.
 *
 * @param allowed what may be in the image nevertheless
 * @param sizeBudget most compressed bytes of one platform's layers
 * @param profiles by target
 */
public record GateRequest(
    List<Allowance> allowed, OptionalLong sizeBudget, SortedMap<String, Artifact> profiles) {
  private static final Pattern PATH = Pattern.compile("(?:/[^/*]+)+(?:/\\*\\*)?");

  /**
   * One finding at one path that the release keeps.
   *
   * @param path absolute in the image; {@code /opt/x/**} is all below {@code /opt/x}
   */
  public record Allowance(String path, ImageFinding finding) {
    private static final String BELOW = "/**";

    /** Whether it is about this finding at this path. */
    public boolean covers(String found, ImageFinding kind) {
      return finding == kind
          && (path.endsWith(BELOW)
              ? found.startsWith(path.substring(0, path.length() - BELOW.length() + 1))
              : found.equals(path));
    }
  }

  public GateRequest {
    allowed = List.copyOf(allowed);
    profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-042
   */
  public static GateRequest read(BuildRequested requested) {
    List<Allowance> allowed = new ArrayList<>();
    String before = "";
    for (AllowedFinding allow : requested.getImage().getAllow()) {
      allowed.add(allowance(allow));
      String place = allow.getPath() + "\0" + allow.getFinding();
      if (place.compareTo(before) <= 0) {
        throw GateRefusals.allowance(
            allow.getPath(), "it is there twice, or not sorted by path and finding");
      }
      before = place;
    }
    Long budget = requested.getImage().getSizeBudget();
    SortedMap<String, Artifact> profiles = new TreeMap<>();
    for (Target target : requested.getTargets()) {
      profiles.put(target.getName(), ArtifactReferences.toArtifact(target.getProfile()));
    }
    return new GateRequest(
        allowed, budget == null ? OptionalLong.empty() : OptionalLong.of(budget), profiles);
  }

  private static Allowance allowance(AllowedFinding allow) {
    String path = allow.getPath();
    Optional<ImageFinding> finding = ImageFinding.of(allow.getFinding());
    if (!PATH.matcher(path).matches()) {
      throw GateRefusals.allowance(
          path, "it is no absolute path, and no folder with /** behind it");
    }
    if (finding.isEmpty() || !finding.get().isAllowable()) {
      throw GateRefusals.allowance(path, "'" + allow.getFinding() + "' can not be allowed");
    }
    if (allow.getReason().isBlank()) {
      throw GateRefusals.allowance(path, "it has no reason");
    }
    return new Allowance(path, finding.get());
  }
}
