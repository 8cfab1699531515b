package dev.mintmark.image.input;

import dev.mintmark.content.Artifact;
import dev.mintmark.image.refusal.GateRefusals;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the release's targets are.
 *
 * @param byTarget every target's profile
 */
public record Profiles(SortedMap<String, TargetProfile> byTarget) {
  public Profiles {
    byTarget = Collections.unmodifiableSortedMap(new TreeMap<>(byTarget));
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-043
   */
  public static Profiles read(ArtifactStore store, SortedMap<String, Artifact> profiles) {
    SortedMap<String, TargetProfile> read = new TreeMap<>();
    profiles.forEach((target, profile) -> {
      byte[] yaml = store.read(profile.digest(), TargetProfile.MAX_BYTES);
      try {
        read.put(target, TargetProfile.parse(yaml));
      } catch (IllegalArgumentException e) {
        throw GateRefusals.profile(target, String.valueOf(e.getMessage()));
      }
    });
    return new Profiles(read);
  }
}
