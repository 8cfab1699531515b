package dev.mintmark.sbom.bom;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import java.util.ArrayList;
import java.util.List;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Evidence;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.OrganizationalEntity;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.component.evidence.Occurrence;
import org.cyclonedx.model.license.Expression;
import org.jspecify.annotations.Nullable;

/** Makes one component; what is null or blank is left out. */
final class Part {
  private static final String UNKNOWN = "NOASSERTION";

  private final Component component = new Component();
  private final List<Property> properties = new ArrayList<>();

  private Part(Component.Type type, String ref, String name) {
    component.setType(type);
    component.setBomRef(ref);
    component.setName(name);
  }

  static Part of(Component.Type type, String ref, String name) {
    return new Part(type, ref, name);
  }

  /** Data that is known by its digest. */
  static Part data(
      ComponentData.ComponentDataType kind, String ref, String name, ArtifactReference artifact) {
    return data(kind, ref, name, Digest.parse(artifact.getDigest()));
  }

  static Part data(ComponentData.ComponentDataType kind, String ref, String name, Digest digest) {
    Part part = of(Component.Type.DATA, ref, name).sha256(digest);
    ComponentData data = new ComponentData();
    data.setType(kind);
    data.setName(name);
    part.component.setData(List.of(data));
    return part;
  }

  Part version(@Nullable String version) {
    if (version != null && !version.isBlank()) {
      component.setVersion(version);
    }
    return this;
  }

  Part group(@Nullable String group) {
    if (group != null && !group.isBlank()) {
      component.setGroup(group);
    }
    return this;
  }

  Part description(String description) {
    component.setDescription(description);
    return this;
  }

  Part sha256(Digest digest) {
    component.addHash(new Hash(Hash.Algorithm.SHA_256, digest.hex()));
    return this;
  }

  Part hash(Hash hash) {
    component.addHash(hash);
    return this;
  }

  /** An SPDX expression. */
  Part license(@Nullable String expression) {
    if (expression != null && !expression.isBlank()) {
      LicenseChoice choice = new LicenseChoice();
      choice.setExpression(new Expression(expression));
      component.setLicenses(choice);
    }
    return this;
  }

  /** Whether nothing is said of its licence, or only that nobody knows it. */
  boolean isLicenseUnknown() {
    LicenseChoice said = component.getLicenses();
    return said == null || said.getExpression().getValue().equals(UNKNOWN);
  }

  /** Where it was found, inside of what the document is about. */
  Part occurrences(List<String> locations) {
    Evidence evidence = new Evidence();
    evidence.setOccurrences(
        locations.stream()
            .map(location -> {
              Occurrence occurrence = new Occurrence();
              occurrence.setLocation(location);
              return occurrence;
            })
            .toList());
    component.setEvidence(evidence);
    return this;
  }

  Part purl(@Nullable String purl) {
    if (purl != null) {
      component.setPurl(purl);
    }
    return this;
  }

  Part supplier(String name) {
    component.setSupplier(supplierOf(name));
    return this;
  }

  static OrganizationalEntity supplierOf(String name) {
    OrganizationalEntity supplier = new OrganizationalEntity();
    supplier.setName(name);
    return supplier;
  }

  /** Not part of what is shipped: a tool, a training package, the device's own system. */
  Part notShipped() {
    component.setScope(Component.Scope.EXCLUDED);
    return this;
  }

  Part property(String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      properties.add(new Property(name, value));
    }
    return this;
  }

  Part parts(List<Component> parts) {
    if (!parts.isEmpty()) {
      component.setComponents(parts);
    }
    return this;
  }

  Component build() {
    if (!properties.isEmpty()) {
      component.setProperties(properties);
    }
    return component;
  }
}
