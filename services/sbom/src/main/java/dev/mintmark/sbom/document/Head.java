package dev.mintmark.sbom.document;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.ExternalReference;
import org.cyclonedx.model.LifecycleChoice;
import org.cyclonedx.model.Lifecycles;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.OrganizationalContact;
import org.cyclonedx.model.metadata.ToolInformation;

/**
 * The part that all documents share: who, when, from which commit, made by what. The time is the
 * commit's.
 *
 * @param tool version of this service
 */
record Head(BuildRequested request, String tool) {

  Bom bom(Component subject) {
    subject.setSupplier(Parts.organization(request.getSupplier()));
    subject.setVersion(request.getVersion());
    subject.addExternalReference(source());
    subject.addProperty(Parts.property("source:commit", request.getSource().getCommit()));
    Metadata metadata = new Metadata();
    metadata.setTimestamp(Date.from(Instant.ofEpochSecond(request.getSource().getEpoch())));
    metadata.setLifecycles(build());
    metadata.setToolChoice(tools());
    metadata.setAuthors(List.of(author()));
    metadata.setSupplier(Parts.organization(request.getSupplier()));
    metadata.setComponent(subject);
    Bom bom = new Bom();
    bom.setVersion(1);
    bom.setMetadata(metadata);
    return bom;
  }

  /** {@code pkg:oci}, without a host: where it is kept is no part of what it is. */
  String purl(Digest manifest, Map<String, String> qualifiers) {
    String repository = request.getRepository();
    String name = repository.substring(repository.lastIndexOf('/') + 1);
    TreeMap<String, String> all = new TreeMap<>(qualifiers);
    all.put("tag", request.getVersion());
    try {
      return new PackageURL("oci", null, name, manifest.toString(), all, null).canonicalize();
    } catch (MalformedPackageURLException e) {
      throw new IllegalStateException("a checked repository name makes a purl: " + name, e);
    }
  }

  private ExternalReference source() {
    ExternalReference source = new ExternalReference();
    source.setType(ExternalReference.Type.VCS);
    source.setUrl(request.getSource().getRepository());
    source.setComment("commit " + request.getSource().getCommit());
    return source;
  }

  private static Lifecycles build() {
    LifecycleChoice build = new LifecycleChoice();
    build.setPhase(LifecycleChoice.Phase.BUILD);
    Lifecycles lifecycles = new Lifecycles();
    lifecycles.setLifecycleChoice(List.of(build));
    return lifecycles;
  }

  private ToolInformation tools() {
    Component service =
        Parts.component(Component.Type.APPLICATION, "tool:mintmark-sbom", "mintmark-sbom");
    service.setVersion(tool);
    ToolInformation tools = new ToolInformation();
    tools.setComponents(List.of(service));
    return tools;
  }

  private OrganizationalContact author() {
    OrganizationalContact author = new OrganizationalContact();
    author.setName(request.getSupplier());
    return author;
  }
}
