package dev.mintmark.sbom.bom;

import dev.mintmark.events.build.v1.Target;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.sbom.release.Release;
import java.util.ArrayList;
import java.util.List;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.component.data.ComponentData;

/**
 * A target's profile and what the device's own system must have. CycloneDX has no word for the
 * latter: they are components that are not shipped, marked as needed of the host.
 */
final class TargetParts {
  private TargetParts() {}

  static List<Component> of(Release release, String target) {
    List<Component> parts = new ArrayList<>();
    parts.add(profile(release, target));
    int index = 0;
    for (TargetProfile.Requirement requirement : release.profile(target).requirements()) {
      parts.add(requirement(target, index++, requirement));
    }
    return parts;
  }

  private static Component profile(Release release, String target) {
    Target asked =
        release.request().getTargets().stream()
            .filter(t -> t.getName().equals(target))
            .findFirst()
            .orElseThrow();
    TargetProfile profile = release.profile(target);
    Part part =
        Part.data(
                ComponentData.ComponentDataType.CONFIGURATION,
                Refs.profile(target),
                "target profile " + target,
                asked.getProfile())
            .description(profile.description())
            .notShipped()
            .property(PropertyNames.TARGET, target)
            .property(PropertyNames.TESTED, profile.tested().orElse(null));
    for (TargetProfile.Exposure exposure : profile.exposure()) {
      part.property(PropertyNames.EXPOSURE, exposure.way().word() + "=" + exposure.value());
    }
    return part.build();
  }

  private static Component requirement(
      String target, int index, TargetProfile.Requirement requirement) {
    return Part.of(type(requirement.kind()), Refs.requirement(target, index), requirement.name())
        .notShipped()
        .property(PropertyNames.TARGET, target)
        .property(PropertyNames.REQUIREMENT, "host")
        .property(PropertyNames.REQUIREMENT_KIND, requirement.kind().word())
        .property(PropertyNames.REQUIREMENT_MINIMUM, requirement.minimum().orElse(null))
        .property(PropertyNames.REQUIREMENT_BELOW, requirement.below().orElse(null))
        .build();
  }

  private static Component.Type type(TargetProfile.Kind kind) {
    return switch (kind) {
      case LIBC -> Component.Type.LIBRARY;
      case KERNEL -> Component.Type.OPERATING_SYSTEM;
      case KERNEL_MODULE, DRIVER -> Component.Type.DEVICE_DRIVER;
      case FIRMWARE -> Component.Type.FIRMWARE;
      case SDK -> Component.Type.FRAMEWORK;
      case ACCELERATOR, DEVICE_NODE -> Component.Type.DEVICE;
    };
  }
}
