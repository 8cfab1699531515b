package dev.mintmark.image.gate;

import dev.mintmark.elf.resolve.DeviceRuntime;
import dev.mintmark.elf.resolve.Libc;
import dev.mintmark.image.input.Profiles;
import dev.mintmark.image.refusal.GateRefusals;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inputs.TargetProfile.Kind;
import dev.mintmark.inputs.TargetProfile.Requirement;
import dev.mintmark.oci.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the devices' own systems have for sure, by the profiles of a release's targets. */
final class DeviceSystems {
  private final List<TargetProfile> profiles;

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-043 for a libc of no version
   */
  DeviceSystems(Profiles profiles) {
    this.profiles = List.copyOf(profiles.byTarget().values());
    profiles
        .byTarget()
        .forEach((target, profile) -> {
          try {
            profile.requirements().forEach(DeviceSystems::runtime);
          } catch (IllegalArgumentException e) {
            throw GateRefusals.profile(target, String.valueOf(e.getMessage()));
          }
        });
  }

  /**
   * What every target of a platform has; empty when one of them does not say which C library its
   * system has, or they have different ones.
   */
  Optional<DeviceRuntime> of(Platform platform) {
    List<DeviceRuntime> runtimes = new ArrayList<>();
    for (TargetProfile profile : profiles) {
      if (Platform.parse(profile.platform()).equals(platform)) {
        List<DeviceRuntime> own =
            profile.requirements().stream().flatMap(need -> runtime(need).stream()).toList();
        if (own.size() != 1) {
          return Optional.empty();
        }
        runtimes.addAll(own);
      }
    }
    boolean same = runtimes.stream().map(DeviceRuntime::libc).distinct().count() == 1;
    return same
        ? runtimes.stream().min(Comparator.comparing(DeviceRuntime::minimum))
        : Optional.empty();
  }

  private static Optional<DeviceRuntime> runtime(Requirement need) {
    Optional<String> minimum = need.minimum();
    if (need.kind() != Kind.LIBC || minimum.isEmpty()) {
      return Optional.empty();
    }
    if (need.name().equals(Libc.GLIBC.word())) {
      return Optional.of(DeviceRuntime.ofGlibc(minimum.get()));
    }
    return need.name().equals(Libc.MUSL.word())
        ? Optional.of(DeviceRuntime.ofMusl(minimum.get()))
        : Optional.empty();
  }
}
