package dev.mintmark.sbom.document;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.sbom.document.Libraries.Library;
import dev.mintmark.sbom.release.ReleaseFacts;
import dev.mintmark.sbom.release.ReleaseFacts.Layer;
import dev.mintmark.sbom.release.ReleaseFacts.ModelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cyclonedx.model.Ancestors;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Composition.Aggregate;
import org.cyclonedx.model.Pedigree;

/** What one target's model is: where it comes from, how it was made and judged, what it needs. */
public final class ModelDocument {
  private static final String MODEL = "model";
  private static final String ARTIFACT = "artifact";
  private static final String FLOAT = "model:float";

  private final ReleaseFacts facts;
  private final Head head;

  /**
   * Documents of one release.
   *
   * @param tool version of this service
   */
  public ModelDocument(ReleaseFacts facts, String tool) {
    this.facts = facts;
    this.head = new Head(facts.request(), tool);
  }

  /** The document, without serial number. */
  public Bom of(ModelFacts model) {
    List<Library> runtime = Libraries.of(facts.rowsOf(model.artifact().getPlatform()));
    Datasets datasets = new Datasets(facts);
    Bom bom = head.bom(subject(model));
    List<Component> components = new ArrayList<>();
    components.add(model(model));
    components.addAll(datasets.of(model.variant()));
    components.add(datasets.environment());
    runtime.forEach(library -> components.add(library.component()));
    model.layers().stream().skip(1).map(ModelDocument::sample).forEach(components::add);
    components.addAll(Requirements.of(model.target()));
    bom.setComponents(components);
    connect(bom, model, runtime);
    return bom;
  }

  private Component subject(ModelFacts model) {
    Digest manifest = Digest.parse(model.artifact().getManifest().getDigest());
    Component subject =
        Parts.component(
            Component.Type.DATA,
            ARTIFACT,
            facts.request().getRepository() + ", model for " + model.target().name());
    subject.addHash(Parts.sha256(manifest));
    subject.setPurl(head.purl(manifest, Map.of()));
    subject.addProperty(Parts.property("target", model.target().name()));
    subject.addProperty(Parts.property("platform", model.artifact().getPlatform()));
    subject.addProperty(Parts.property("profile", model.variant().getProfile().getDigest()));
    return subject;
  }

  private Component model(ModelFacts model) {
    Variant variant = model.variant();
    TrainedModel trained = facts.request().getModel();
    Component component =
        Parts.component(Component.Type.MACHINE_LEARNING_MODEL, MODEL, facts.request().getName());
    component.setVersion(facts.request().getVersion());
    component.setSupplier(Parts.organization(facts.request().getSupplier()));
    component.setMimeType(model.artifact().getModel().getMediaType());
    component.addHash(Parts.sha256(model.artifact().getModel()));
    Parts.license(component, trained.getLicense());
    component.setPedigree(pedigree(trained, variant));
    component.setModelCard(new Card(facts, model).modelCard());
    component.addProperty(
        Parts.property("model:size", number(model.artifact().getModel().getSize())));
    component.addProperty(Parts.property("model:rung", variant.getRung()));
    component.addProperty(
        Parts.property("model:quantization", model.target().profile().model().quantization()));
    component.addProperty(Parts.property("toolchain", variant.getToolchain().getName()));
    component.addProperty(Parts.property("toolchain:version", variant.getToolchain().getVersion()));
    component.addProperty(
        Parts.property("toolchain:determinism", variant.getToolchain().getDeterminism().name()));
    model
        .target()
        .profile()
        .model()
        .settings()
        .forEach((name, value) ->
            component.addProperty(Parts.property("toolchain:setting:" + name, value)));
    return component;
  }

  private static Pedigree pedigree(TrainedModel trained, Variant variant) {
    Component original =
        Parts.component(Component.Type.MACHINE_LEARNING_MODEL, FLOAT, "float model");
    original.setMimeType(trained.getFile().getMediaType());
    original.addHash(Parts.sha256(trained.getFile()));
    Parts.license(original, trained.getLicense());
    original.addProperty(Parts.property("model:size", number(trained.getFile().getSize())));
    original.addProperty(Parts.property("training:seed", number(trained.getSeed())));
    Ancestors ancestors = new Ancestors();
    ancestors.addComponent(original);
    Pedigree pedigree = new Pedigree();
    pedigree.setAncestors(ancestors);
    pedigree.setNotes("quantized, rung " + variant.getRung());
    return pedigree;
  }

  /** A file that the artifact carries beside the model. */
  private static Component sample(Layer layer) {
    Component file = Parts.component(Component.Type.FILE, "layer:" + layer.title(), layer.title());
    file.setMimeType(layer.blob().mediaType());
    file.addHash(Parts.sha256(layer.blob().digest()));
    file.addProperty(Parts.property("file:size", number(layer.blob().size())));
    return file;
  }

  private static void connect(Bom bom, ModelFacts model, List<Library> runtime) {
    List<String> libraries = runtime.stream().map(Library::ref).toList();
    List<String> needed = new ArrayList<>(Datasets.refs(model.variant()));
    needed.addAll(libraries);
    needed.addAll(Requirements.refs(model.target()));
    bom.addDependency(Parts.dependency(ARTIFACT, List.of(MODEL)));
    bom.addDependency(Parts.dependency(MODEL, needed));
    List<Composition> compositions = new ArrayList<>();
    compositions.add(Parts.parts(Aggregate.COMPLETE, List.of(ARTIFACT, Datasets.ENVIRONMENT)));
    // The data may never have left its site: its digest is known, what it holds is not.
    compositions.add(Parts.parts(Aggregate.UNKNOWN, List.of(Datasets.TRAINING)));
    compositions.add(Parts.dependencies(Aggregate.UNKNOWN, List.of(FLOAT, Datasets.ENVIRONMENT)));
    if (!libraries.isEmpty()) {
      compositions.add(Parts.parts(Aggregate.INCOMPLETE, libraries));
      compositions.add(Parts.dependencies(Aggregate.UNKNOWN, libraries));
    }
    bom.setCompositions(compositions);
  }

  private static String number(long value) {
    return Long.toString(value);
  }
}
