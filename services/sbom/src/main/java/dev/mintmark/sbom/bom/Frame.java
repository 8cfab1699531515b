package dev.mintmark.sbom.bom;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.sbom.release.Release;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.LifecycleChoice;
import org.cyclonedx.model.Lifecycles;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.OrganizationalContact;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.metadata.ToolInformation;

/** What every document has: who says it, of what, when and with which tool. */
final class Frame {
  /** Counted up whenever the same release gives other bytes: not the program's own version. */
  static final String FORM = "2";

  private Frame() {}

  /**
   * A document.
   *
   * @param subject what it is attached to
   */
  static Bom of(
      Release release,
      Component subject,
      List<Component> components,
      List<Dependency> dependencies,
      List<Composition> compositions) {
    subject.addExternalReference(source(release));
    Bom bom = new Bom();
    bom.setVersion(1);
    bom.setMetadata(metadata(release, subject));
    bom.setComponents(components);
    bom.setDependencies(dependencies);
    bom.setCompositions(compositions);
    return bom;
  }

  /** The OCI manifest that a document is attached to. */
  static Part subject(Release release, String purl, String digest) {
    BuildRequested request = release.request();
    return Part.of(Component.Type.CONTAINER, Refs.SUBJECT, request.getRepository())
        .version(request.getVersion())
        .sha256(dev.mintmark.content.Digest.parse(digest))
        .purl(purl)
        .supplier(request.getSupplier());
  }

  private static ExternalReference source(Release release) {
    ExternalReference source = new ExternalReference();
    source.setType(ExternalReference.Type.VCS);
    source.setUrl(release.request().getSource().getRepository());
    source.setComment("commit " + release.request().getSource().getCommit());
    return source;
  }

  private static Metadata metadata(Release release, Component subject) {
    BuildRequested request = release.request();
    Metadata metadata = new Metadata();
    metadata.setTimestamp(Date.from(Instant.ofEpochSecond(request.getSource().getEpoch())));
    metadata.setLifecycles(lifecycles());
    metadata.setToolChoice(tools());
    OrganizationalContact author = new OrganizationalContact();
    author.setName(request.getSupplier());
    metadata.setAuthors(List.of(author));
    metadata.setSupplier(Part.supplierOf(request.getSupplier()));
    metadata.setComponent(subject);
    metadata.setProperties(
        List.of(
            new Property(PropertyNames.REQUEST, release.built().getHandOff().getRequest()),
            new Property(PropertyNames.SOURCE_COMMIT, request.getSource().getCommit())));
    return metadata;
  }

  private static Lifecycles lifecycles() {
    LifecycleChoice build = new LifecycleChoice();
    build.setPhase(LifecycleChoice.Phase.BUILD);
    Lifecycles lifecycles = new Lifecycles();
    lifecycles.setLifecycleChoice(List.of(build));
    return lifecycles;
  }

  private static ToolInformation tools() {
    ToolInformation tools = new ToolInformation();
    tools.setComponents(
        List.of(
            Part.of(Component.Type.APPLICATION, "tool", "mintmark-sbom").version(FORM).build()));
    return tools;
  }
}
