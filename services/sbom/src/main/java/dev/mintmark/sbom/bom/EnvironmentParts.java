package dev.mintmark.sbom.bom;

import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.sbom.release.Environment;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.component.data.ComponentData;

/** The training environment: its lock file, and below it every package that the file pins. */
final class EnvironmentParts {
  private EnvironmentParts() {}

  static Component of(Environment environment) {
    return Part.data(
            ComponentData.ComponentDataType.CONFIGURATION,
            Refs.ENVIRONMENT,
            "training environment",
            environment.lock().digest())
        .notShipped()
        .parts(environment.requirements().stream().map(EnvironmentParts::requirement).toList())
        .build();
  }

  private static Component requirement(RequirementsLock.Requirement requirement) {
    Part part =
        Part.of(Component.Type.LIBRARY, Refs.environment(requirement.line()), requirement.name())
            .version(requirement.version())
            .purl(PackageName.python(requirement.name(), requirement.version()))
            .notShipped();
    if (requirement.hashes().size() == 1) {
      part.hash(hash(requirement.hashes().getFirst()));
    } else {
      // Hashes of one component are all of the same file; these are of alternatives.
      requirement.hashes().forEach(hash -> part.property(PropertyNames.REQUIREMENT_HASH, hash));
    }
    return part.build();
  }

  private static Hash hash(String text) {
    String[] parts = text.split(":", 2);
    Hash.Algorithm algorithm =
        switch (parts[0]) {
          case "sha256" -> Hash.Algorithm.SHA_256;
          case "sha384" -> Hash.Algorithm.SHA_384;
          case "sha512" -> Hash.Algorithm.SHA_512;
          default -> throw new IllegalArgumentException("not a hash: '" + text + "'");
        };
    return new Hash(algorithm, parts[1]);
  }
}
