package dev.mintmark.sbom.document;

import dev.mintmark.content.Digest;
import dev.mintmark.oci.filetable.FileTable.Row;
import dev.mintmark.sbom.document.Libraries.Library;
import dev.mintmark.sbom.release.ReleaseFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ImageFacts;
import dev.mintmark.sbom.release.ReleaseFacts.ModelFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Composition;
import org.cyclonedx.model.Composition.Aggregate;

/** What one platform's image holds, needs, and runs beside it. */
public final class ImageDocument {
  private static final String IMAGE = "image";
  private static final String APP = "app";

  private final ReleaseFacts facts;
  private final Head head;

  /**
   * Documents of one release.
   *
   * @param tool version of this service
   */
  public ImageDocument(ReleaseFacts facts, String tool) {
    this.facts = facts;
    this.head = new Head(facts.request(), tool);
  }

  /** The document, without serial number. */
  public Bom of(ImageFacts image) {
    List<Library> libraries = Libraries.of(image.rows());
    List<ModelFacts> models = facts.modelsOn(image.image().getPlatform());
    Bom bom = head.bom(subject(image));
    List<Component> components = new ArrayList<>();
    components.add(app(image.rows()));
    libraries.forEach(library -> components.add(withFiles(library)));
    loose(image.rows()).forEach(row -> components.add(Files.of(row)));
    models.forEach(model -> components.add(model(model)));
    models.forEach(model -> components.addAll(Requirements.of(model.target())));
    bom.setComponents(components);
    connect(bom, libraries, models);
    return bom;
  }

  private Component subject(ImageFacts image) {
    Digest manifest = Digest.parse(image.image().getManifest().getDigest());
    Component subject =
        Parts.component(Component.Type.CONTAINER, IMAGE, facts.request().getRepository());
    subject.addHash(Parts.sha256(manifest));
    String architecture = image.image().getPlatform().split("/", 2)[1];
    subject.setPurl(head.purl(manifest, Map.of("arch", architecture)));
    subject.addProperty(Parts.property("platform", image.image().getPlatform()));
    subject.addProperty(Parts.property("index", facts.built().getIndex().getDigest()));
    subject.addProperty(Parts.property("base", facts.request().getImage().getBase()));
    return subject;
  }

  private Component app(List<Row> rows) {
    Component app = Parts.component(Component.Type.APPLICATION, APP, facts.request().getName());
    app.setVersion(facts.request().getVersion());
    app.setSupplier(Parts.organization(facts.request().getSupplier()));
    app.addHash(Parts.sha256(facts.request().getImage().getApp()));
    app.addProperty(Parts.property("unknown", "license"));
    app.setComponents(Files.of(rows.stream().filter(ImageDocument::isApps).toList()));
    return app;
  }

  private static Component withFiles(Library library) {
    Component component = library.component();
    component.setComponents(Files.of(library.rows()));
    return component;
  }

  /** Files of no package and not of the app. */
  private static List<Row> loose(List<Row> rows) {
    return rows.stream().filter(row -> row.input().purl() == null && !isApps(row)).toList();
  }

  /** The app's files have no licence of their own and lie where the app is put. */
  private static boolean isApps(Row row) {
    return row.input().purl() == null
        && row.input().license() == null
        && row.path().startsWith("/app/");
  }

  /** A model runs beside the image; its own document says all of it. */
  private static Component model(ModelFacts model) {
    Component component =
        Parts.component(
            Component.Type.MACHINE_LEARNING_MODEL,
            modelRef(model),
            "model for " + model.target().name());
    component.addHash(Parts.sha256(model.artifact().getModel()));
    component.addProperty(
        Parts.property("model:manifest", model.artifact().getManifest().getDigest()));
    component.addProperty(Parts.property("target", model.target().name()));
    component.addProperty(Parts.property("beside-the-image", "true"));
    return component;
  }

  private static String modelRef(ModelFacts model) {
    return "model:" + model.target().name();
  }

  private static void connect(Bom bom, List<Library> libraries, List<ModelFacts> models) {
    List<String> libraryRefs = libraries.stream().map(Library::ref).toList();
    List<String> needed = new ArrayList<>(List.of(APP));
    needed.addAll(libraryRefs);
    List<String> used = new ArrayList<>(libraryRefs);
    for (ModelFacts model : models) {
      used.add(modelRef(model));
      needed.addAll(Requirements.refs(model.target()));
    }
    bom.addDependency(Parts.dependency(IMAGE, needed));
    bom.addDependency(Parts.dependency(APP, used));
    bom.setCompositions(compositions(libraryRefs));
  }

  /**
   * Every file of the image is here; of a package only what the image took, and what went into a
   * binary before it reached us nobody told.
   */
  private static List<Composition> compositions(List<String> libraries) {
    List<Composition> compositions = new ArrayList<>();
    compositions.add(Parts.parts(Aggregate.COMPLETE, List.of(IMAGE, APP)));
    if (!libraries.isEmpty()) {
      compositions.add(Parts.parts(Aggregate.INCOMPLETE, libraries));
      compositions.add(Parts.dependencies(Aggregate.UNKNOWN, libraries));
    }
    compositions.add(Parts.dependencies(Aggregate.UNKNOWN, List.of(APP)));
    return compositions;
  }
}
