package dev.mintmark.sbom.document;

import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inputs.TargetProfile.Kind;
import dev.mintmark.sbom.release.ReleaseFacts.Target;
import java.util.List;
import org.cyclonedx.model.Component;

/**
 * What a device's own system must have. It is not in the release: scope {@code excluded}, property
 * {@code mintmark:requirement=host}; CycloneDX has no native place for it.
 */
final class Requirements {
  private Requirements() {}

  private static String ref(Target target, TargetProfile.Requirement requirement) {
    return "host:" + target.name() + ":" + requirement.kind().word() + ":" + requirement.name();
  }

  static List<Component> of(Target target) {
    return target.profile().requirements().stream().map(r -> of(target, r)).toList();
  }

  static List<String> refs(Target target) {
    return target.profile().requirements().stream().map(r -> ref(target, r)).toList();
  }

  private static Component of(Target target, TargetProfile.Requirement requirement) {
    Component component =
        Parts.component(type(requirement.kind()), ref(target, requirement), requirement.name());
    component.setScope(Component.Scope.EXCLUDED);
    component.addProperty(Parts.property("requirement", "host"));
    component.addProperty(Parts.property("requirement:kind", requirement.kind().word()));
    component.addProperty(Parts.property("requirement:target", target.name()));
    requirement
        .minimum()
        .ifPresent(
            version -> component.addProperty(Parts.property("requirement:minimum", version)));
    return component;
  }

  private static Component.Type type(Kind kind) {
    return switch (kind) {
      case LIBC, SDK -> Component.Type.LIBRARY;
      case KERNEL -> Component.Type.OPERATING_SYSTEM;
      case KERNEL_MODULE, DRIVER -> Component.Type.DEVICE_DRIVER;
      case FIRMWARE -> Component.Type.FIRMWARE;
      case ACCELERATOR, DEVICE_NODE -> Component.Type.DEVICE;
    };
  }
}
