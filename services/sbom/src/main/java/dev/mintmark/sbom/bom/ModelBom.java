package dev.mintmark.sbom.bom;

import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.sbom.release.Environment;
import dev.mintmark.sbom.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Dependency;

/** One target's model: what it was made of, how, how good it is, and what it needs to run. */
public final class ModelBom {
  private ModelBom() {}

  /** The document, without its serial number. */
  public static Bom of(Release release, ModelArtifact artifact) {
    Variant variant = release.variant(artifact.getTarget());
    List<Component> files = files(release, variant.getTarget());
    List<Component> made = new ArrayList<>(DatasetParts.of(release.request()));
    made.add(EnvironmentParts.of(release.environment()));
    made.addAll(ModelParts.making(variant));
    List<Component> targets = TargetParts.of(release, variant.getTarget());
    List<Component> components = new ArrayList<>();
    components.add(ModelParts.model(release, variant));
    components.addAll(files);
    components.addAll(made);
    components.addAll(targets);
    List<String> content = new ArrayList<>(List.of(Refs.MODEL));
    content.addAll(Links.refs(files));
    List<String> needs = new ArrayList<>(Links.refs(made));
    needs.addAll(Links.refs(targets));
    return Frame.of(
        release,
        subject(release, artifact),
        components,
        dependencies(content, needs),
        compositions(release.environment()));
  }

  private static List<Dependency> dependencies(List<String> content, List<String> needs) {
    return List.of(Links.dependency(Refs.SUBJECT, content), Links.dependency(Refs.MODEL, needs));
  }

  /**
   * The artifact's files are known. Of the data only digests are, and the system below the training
   * environment's packages is not.
   */
  private static List<Composition> compositions(Environment environment) {
    List<String> unknown =
        new ArrayList<>(
            List.of(
                Refs.dataset("training"),
                Refs.dataset("calibration"),
                Refs.dataset("validation"),
                Refs.TOOLCHAIN));
    if (!environment.isItemised()) {
      unknown.add(Refs.ENVIRONMENT);
    }
    List<Composition> compositions = new ArrayList<>();
    compositions.add(Links.parts(Composition.Aggregate.COMPLETE, List.of(Refs.SUBJECT)));
    compositions.add(Links.parts(Composition.Aggregate.UNKNOWN, unknown));
    if (environment.isItemised()) {
      compositions.add(Links.parts(Composition.Aggregate.INCOMPLETE, List.of(Refs.ENVIRONMENT)));
    }
    compositions.add(Links.needs(Composition.Aggregate.INCOMPLETE, List.of(Refs.MODEL)));
    return compositions;
  }

  private static Component subject(Release release, ModelArtifact artifact) {
    String digest = artifact.getManifest().getDigest();
    return Frame.subject(
            release, PackageName.oci(release.request().getRepository(), digest, Map.of()), digest)
        .description("model artifact for target " + artifact.getTarget())
        .property(PropertyNames.TARGET, artifact.getTarget())
        .build();
  }

  private static List<Component> files(Release release, String target) {
    List<Component> files = new ArrayList<>();
    for (Descriptor file : release.modelFiles(target)) {
      String name = file.annotations().getOrDefault(Annotations.TITLE, file.digest().toString());
      files.add(
          Part.of(Component.Type.FILE, Refs.file(name), name)
              .sha256(file.digest())
              .property(PropertyNames.FILE_SIZE, Long.toString(file.size()))
              .build());
    }
    return files;
  }
}
