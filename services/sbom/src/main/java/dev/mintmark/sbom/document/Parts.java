package dev.mintmark.sbom.document;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import java.util.List;
import java.util.Optional;
import org.cyclonedx.model.BomReference;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.OrganizationalEntity;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.license.Expression;
import org.cyclonedx.util.LicenseResolver;
import org.jspecify.annotations.Nullable;

/** Small pieces of documents. Properties are {@code mintmark:} names, see the README. */
final class Parts {
  private static final String NOBODY_KNOWS = "NOASSERTION";

  private Parts() {}

  static Component component(Component.Type type, String ref, String name) {
    Component component = new Component();
    component.setType(type);
    component.setBomRef(ref);
    component.setName(name);
    return component;
  }

  /** A component of type data, whose bytes or tree have the digest. */
  static Component data(
      ComponentData.ComponentDataType type, String ref, String name, Digest digest) {
    Component component = component(Component.Type.DATA, ref, name);
    component.setVersion(digest.toString());
    component.addHash(sha256(digest));
    ComponentData data = new ComponentData();
    data.setType(type);
    data.setName(name);
    component.setData(List.of(data));
    return component;
  }

  static Hash sha256(Digest digest) {
    return new Hash(Hash.Algorithm.SHA_256, digest.hex());
  }

  static Hash sha256(ArtifactReference reference) {
    return sha256(Digest.parse(reference.getDigest()));
  }

  static Property property(String name, String value) {
    Property property = new Property();
    property.setName("mintmark:" + name);
    property.setValue(value);
    return property;
  }

  static OrganizationalEntity organization(String name) {
    OrganizationalEntity organization = new OrganizationalEntity();
    organization.setName(name);
    return organization;
  }

  /** Sets the licence; one that nobody knows is said to be unknown instead of left to guessing. */
  static void license(Component component, @Nullable String expression) {
    Optional<LicenseChoice> choice = choice(expression);
    if (choice.isPresent()) {
      component.setLicenses(choice.get());
    } else {
      component.addProperty(property("unknown", "license"));
    }
  }

  private static Optional<LicenseChoice> choice(@Nullable String expression) {
    if (expression == null || expression.equals(NOBODY_KNOWS)) {
      return Optional.empty();
    }
    LicenseChoice choice = new LicenseChoice();
    if (isListed(expression)) {
      License license = new License();
      license.setId(expression);
      choice.addLicense(license);
    } else {
      choice.setExpression(new Expression(expression));
    }
    return Optional.of(choice);
  }

  private static boolean isListed(String id) {
    LicenseChoice resolved = LicenseResolver.resolve(id, false);
    return resolved != null
        && resolved.getLicenses() != null
        && resolved.getLicenses().stream().anyMatch(license -> id.equals(license.getId()));
  }

  static Dependency dependency(String ref, List<String> on) {
    Dependency dependency = new Dependency(ref);
    on.stream().distinct().map(Dependency::new).forEach(dependency::addDependency);
    return dependency;
  }

  /** What is known of these components' parts. */
  static Composition parts(Composition.Aggregate aggregate, List<String> refs) {
    Composition composition = new Composition();
    composition.setAggregate(aggregate);
    composition.setAssemblies(refs.stream().map(BomReference::new).toList());
    return composition;
  }

  /** What is known of what these components depend on. */
  static Composition dependencies(Composition.Aggregate aggregate, List<String> refs) {
    Composition composition = new Composition();
    composition.setAggregate(aggregate);
    composition.setDependencies(refs.stream().map(BomReference::new).toList());
    return composition;
  }
}
