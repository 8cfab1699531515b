package dev.mintmark.sbom.bom;

import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.inventory.Inventory;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.sbom.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.ExternalReference;

/**
 * What one platform's image consists of, which models it runs, and what it needs of the device. The
 * models' own documents are linked to (CycloneDX, "BOM-Link").
 */
public final class ImageBom {
  private ImageBom() {}

  /**
   * The document, without its serial number.
   *
   * @param links of the models' documents, by target
   */
  public static Bom of(Release release, PlatformImage image, Map<String, String> links) {
    String platform = image.getPlatform();
    ImageFiles files =
        ImageFiles.of(
            release.files(platform), release.inventory(platform), release.request().getSupplier());
    List<Component> models = new ArrayList<>();
    List<Component> targets = new ArrayList<>();
    for (ModelArtifact model : release.models(platform)) {
      models.add(model(release, model, links));
      targets.addAll(TargetParts.of(release, model.getTarget()));
    }
    List<Component> shipped = new ArrayList<>(files.libraries());
    shipped.addAll(files.own());
    List<Component> components = new ArrayList<>(shipped);
    components.addAll(models);
    components.addAll(targets);
    return Frame.of(
        release,
        subject(release, image),
        components,
        dependencies(release, platform, components),
        compositions(release.inventory(platform), Links.refs(shipped), Links.refs(models)));
  }

  private static List<Dependency> dependencies(
      Release release, String platform, List<Component> components) {
    List<Dependency> dependencies = new ArrayList<>();
    dependencies.add(Links.dependency(Refs.SUBJECT, Links.refs(components)));
    Inventory inventory = release.inventory(platform);
    DeclaredPackages declared = DeclaredPackages.of(release.files(platform), inventory);
    SortedMap<String, List<String>> needs = new TreeMap<>();
    for (FoundPackage each : inventory.packages().values()) {
      List<String> on =
          each.needs().stream()
              .map(purl -> Objects.requireNonNull(inventory.packages().get(purl)))
              .map(needed -> Refs.library(declared.purl(needed)))
              .sorted()
              .toList();
      if (!on.isEmpty()) {
        needs.put(Refs.library(declared.purl(each)), on);
      }
    }
    needs.forEach((ref, on) -> dependencies.add(Links.dependency(ref, on)));
    return dependencies;
  }

  /**
   * Each file is known, but not what lies in an archive that could not be read; what a file was
   * made of, and all that it needs in turn, is not.
   */
  private static List<Composition> compositions(
      Inventory inventory, List<String> shipped, List<String> models) {
    List<Composition> compositions = new ArrayList<>();
    compositions.add(
        Links.parts(
            inventory.unread().isEmpty()
                ? Composition.Aggregate.COMPLETE
                : Composition.Aggregate.INCOMPLETE,
            List.of(Refs.SUBJECT)));
    compositions.add(Links.needs(Composition.Aggregate.INCOMPLETE, List.of(Refs.SUBJECT)));
    if (!shipped.isEmpty()) {
      compositions.add(Links.parts(Composition.Aggregate.UNKNOWN, shipped));
      compositions.add(Links.needs(Composition.Aggregate.UNKNOWN, shipped));
    }
    if (!models.isEmpty()) {
      compositions.add(Links.parts(Composition.Aggregate.INCOMPLETE, models));
    }
    return compositions;
  }

  private static Component subject(Release release, PlatformImage image) {
    String digest = image.getManifest().getDigest();
    String architecture = image.getPlatform().substring(image.getPlatform().indexOf('/') + 1);
    String purl =
        PackageName.oci(
            release.request().getRepository(),
            digest,
            Map.of("arch", architecture, "tag", release.request().getVersion()));
    return Frame.subject(release, purl, digest)
        .description("image for " + image.getPlatform())
        .property(PropertyNames.COMPRESSOR, release.built().getCompressor())
        .build();
  }

  private static Component model(Release release, ModelArtifact model, Map<String, String> links) {
    String target = model.getTarget();
    Component component =
        Part.of(
                Component.Type.MACHINE_LEARNING_MODEL,
                Refs.model(target),
                release.request().getName())
            .version(release.request().getVersion())
            .supplier(release.request().getSupplier())
            .description("model for target " + target + ", beside the image, not in it")
            .sha256(Digest.parse(model.getModel().getDigest()))
            .license(release.request().getModel().getLicense())
            .property(PropertyNames.TARGET, target)
            .build();
    String link = links.get(target);
    if (link != null) {
      ExternalReference document = new ExternalReference();
      document.setType(ExternalReference.Type.BOM);
      document.setUrl(link);
      component.addExternalReference(document);
    }
    return component;
  }
}
