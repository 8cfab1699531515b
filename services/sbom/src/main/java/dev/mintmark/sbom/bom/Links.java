package dev.mintmark.sbom.bom;

import java.util.List;
import org.cyclonedx.model.BomReference;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Dependency;

/** Edges between components, and how whole the knowledge of them is. */
final class Links {
  private Links() {}

  static List<String> refs(List<Component> components) {
    return components.stream().map(Component::getBomRef).toList();
  }

  static Dependency dependency(String ref, List<String> on) {
    Dependency dependency = new Dependency(ref);
    on.forEach(other -> dependency.addDependency(new Dependency(other)));
    return dependency;
  }

  /** What the components consist of is known this far. */
  static Composition parts(Composition.Aggregate aggregate, List<String> refs) {
    Composition composition = new Composition();
    composition.setAggregate(aggregate);
    composition.setAssemblies(references(refs));
    return composition;
  }

  /** What the components need is known this far. */
  static Composition needs(Composition.Aggregate aggregate, List<String> refs) {
    Composition composition = new Composition();
    composition.setAggregate(aggregate);
    composition.setDependencies(references(refs));
    return composition;
  }

  private static List<BomReference> references(List<String> refs) {
    return refs.stream().map(BomReference::new).toList();
  }
}
