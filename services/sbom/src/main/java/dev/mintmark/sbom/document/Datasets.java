package dev.mintmark.sbom.document;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.sbom.release.ReleaseFacts;
import java.util.ArrayList;
import java.util.List;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.component.data.ComponentData.ComponentDataType;

/**
 * What a model was trained, calibrated and judged with. A dataset's hash is its tree digest, and
 * says so.
 */
record Datasets(ReleaseFacts facts) {
  static final String TRAINING = "data:training";
  static final String CALIBRATION = "data:calibration";
  static final String VALIDATION = "data:validation";
  static final String TABLE = "data:calibration-table";
  static final String ENVIRONMENT = "environment";

  static List<String> refs(Variant variant) {
    List<String> refs = new ArrayList<>(List.of(TRAINING, CALIBRATION, VALIDATION));
    if (variant.getTable() != null) {
      refs.add(TABLE);
    }
    refs.add(ENVIRONMENT);
    return List.copyOf(refs);
  }

  List<Component> of(Variant variant) {
    BuildRequested request = facts.request();
    List<Component> components = new ArrayList<>();
    components.add(
        tree(
            TRAINING,
            request.getModel().getDataset().getName(),
            Digest.parse(request.getModel().getDataset().getDigest())));
    components.add(samples(CALIBRATION, "calibration samples", facts.calibration()));
    components.add(samples(VALIDATION, "validation samples", facts.validation()));
    if (variant.getTable() != null) {
      Digest table = Digest.parse(variant.getTable().getDigest());
      components.add(Parts.data(ComponentDataType.OTHER, TABLE, "calibration table", table));
    }
    return components;
  }

  private static Component samples(String ref, String name, Tree tree) {
    Component samples = tree(ref, name, tree.digest());
    samples.addProperty(Parts.property("samples", Integer.toString(tree.entries().size())));
    return samples;
  }

  private static Component tree(String ref, String name, Digest digest) {
    Component dataset = Parts.data(ComponentDataType.DATASET, ref, name, digest);
    dataset.addProperty(Parts.property("hash", "tree digest"));
    return dataset;
  }

  /**
   * The training environment: the lock file by digest, and in it every locked requirement. They
   * carry no package URL, because a lock file does not say where a name comes from.
   */
  Component environment() {
    Digest digest = Digest.parse(facts.request().getModel().getEnvironment().getDigest());
    Component environment =
        Parts.data(
            ComponentDataType.CONFIGURATION, ENVIRONMENT, "training environment lock", digest);
    environment.setScope(Component.Scope.EXCLUDED);
    environment.setComponents(
        facts.environment().requirements().stream().map(Datasets::requirement).toList());
    return environment;
  }

  private static Component requirement(RequirementsLock.Requirement requirement) {
    Component component =
        Parts.component(
            Component.Type.LIBRARY,
            ENVIRONMENT + ":" + requirement.line() + ":" + requirement.name(),
            requirement.name());
    component.setVersion(requirement.version());
    component.setScope(Component.Scope.EXCLUDED);
    requirement.hashes().forEach(hash -> component.addProperty(Parts.property("lock:hash", hash)));
    return component;
  }
}
