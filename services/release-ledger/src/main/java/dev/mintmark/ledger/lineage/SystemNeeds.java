package dev.mintmark.ledger.lineage;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inputs.TargetProfile.Kind;
import dev.mintmark.inputs.TargetProfile.Requirement;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Firmware and drivers that target profiles ask for. Blocks: not for an event loop. */
@Singleton
public final class SystemNeeds {
  private static final int MOST_KEPT = 1000;
  private static final Set<Kind> SYSTEM =
      EnumSet.of(Kind.FIRMWARE, Kind.DRIVER, Kind.KERNEL_MODULE);

  private final ArtifactStore store;

  /** A profile never changes: its name is its digest. */
  private final Map<String, List<Requirement>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Requirement>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  SystemNeeds(ArtifactStore store) {
    this.store = store;
  }

  /**
   * Profiles that ask for it.
   *
   * @param matching {@code sha256:<hex>}
   * @param unread those that are not there, or are none: what they ask for is not known
   */
  public record Found(List<String> matching, List<String> unread) {
    public Found {
      matching = List.copyOf(matching);
      unread = List.copyOf(unread);
    }
  }

  /**
   * Which of these profiles ask for a firmware, driver or kernel module.
   *
   * @param profiles {@code sha256:<hex>}
   * @param wanted its name, its least version, or both with a space between them
   */
  public synchronized Found asking(List<String> profiles, String wanted) {
    List<String> matching = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (String profile : profiles) {
      try {
        if (needs(profile).stream().anyMatch(need -> isNamed(need, wanted))) {
          matching.add(profile);
        }
      } catch (RefusedException | IllegalArgumentException e) {
        unread.add(profile);
      }
    }
    return new Found(matching, unread);
  }

  private List<Requirement> needs(String profile) {
    List<Requirement> known = kept.get(profile);
    if (known == null) {
      byte[] yaml = store.read(Digest.parse(profile), TargetProfile.MAX_BYTES);
      known =
          TargetProfile.parse(yaml).requirements().stream()
              .filter(need -> SYSTEM.contains(need.kind()))
              .toList();
      kept.put(profile, known);
    }
    return known;
  }

  private static boolean isNamed(Requirement need, String wanted) {
    return need.name().equals(wanted)
        || need.minimum()
            .filter(least -> least.equals(wanted) || (need.name() + " " + least).equals(wanted))
            .isPresent();
  }
}
