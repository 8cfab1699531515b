package dev.mintmark.image.dockerfile;

import dev.mintmark.content.Tree;
import dev.mintmark.image.base.BaseImage;
import dev.mintmark.image.base.BaseReader;
import dev.mintmark.image.base.BaseTree;
import dev.mintmark.image.input.Trees;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.refusal.DockerfileRefusals;
import dev.mintmark.image.request.BaseReference;
import dev.mintmark.image.request.DockerfileRequest;
import dev.mintmark.image.sandbox.Sandbox;
import dev.mintmark.image.tree.LayeredTree;
import dev.mintmark.inputs.dockerfile.Dockerfile;
import dev.mintmark.inputs.dockerfile.DockerfileException;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Builds one release's Dockerfile, twice for each platform; for any number of threads. */
public final class DockerfileBuilder {
  /** So that a second of the clock lies between two builds, and a clock in them is seen. */
  private static final long APART = TimeUnit.MILLISECONDS.toNanos(1100);

  private final ArtifactStore store;
  private final Workspace workspace;
  private final DockerfileRequest request;
  private final DockerfileTool tool;
  private final long epoch;
  private final Dockerfile file;
  private final Tree context;

  private DockerfileBuilder(
      ArtifactStore store,
      Workspace workspace,
      DockerfileRequest request,
      DockerfileTool tool,
      long epoch,
      Dockerfile file,
      Tree context) {
    this.store = store;
    this.workspace = workspace;
    this.request = request;
    this.tool = tool;
    this.epoch = epoch;
    this.file = file;
    this.context = context;
  }

  /**
   * Reads the Dockerfile.
   *
   * @param tool empty where there is none
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-060 to IMG-065, IMG-007
   */
  public static DockerfileBuilder of(
      ArtifactStore store,
      Workspace workspace,
      DockerfileRequest request,
      Optional<DockerfileTool> tool,
      long epoch) {
    Dockerfile file;
    try {
      file = Dockerfile.parse(store.read(request.file().digest(), Dockerfile.MAX_BYTES));
    } catch (DockerfileException e) {
      throw DockerfileRefusals.file(e);
    }
    if (!file.images().equals(request.images())) {
      throw DockerfileRefusals.images(names(request.images()), names(file.images()));
    }
    Tree context = new Trees(store).read("the Dockerfile's context", request.context());
    return new DockerfileBuilder(
        store,
        workspace,
        request,
        tool.orElseThrow(
            () -> DockerfileRefusals.noTool("there is no buildah on the machine of image-builder")),
        epoch,
        file,
        context);
  }

  private static String names(List<PinnedImage> images) {
    return images.isEmpty()
        ? "none"
        : String.join(", ", images.stream().map(PinnedImage::name).toList());
  }

  /**
   * Builds it for one platform.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-066 to IMG-075, and as a base's reading
   * @throws dev.mintmark.packages.PackageException for a layer that is malformed
   */
  public DockerfileLayer build(Platform platform) throws IOException {
    if (file.runs()) {
      Emulation.ofThisMachine().require(platform);
    }
    List<BaseImage> images = new ArrayList<>();
    for (PinnedImage image : file.images()) {
      images.add(
          new BaseReader(store, new BaseReference(image.digest(), request.artifacts()))
              .read(platform));
    }
    BaseImage base =
        file.base().map(image -> images.get(file.images().indexOf(image))).orElse(null);
    long begun = System.nanoTime();
    ToolResult first = once(platform, images, base, 1);
    if (file.runs()) {
      waitUntil(begun + APART);
    }
    ToolResult second = once(platform, images, base, 2);
    LayeredTree below =
        base == null
            ? new LayeredTree(platform)
            : new BaseTree(store, workspace).of(base, platform, purl(base, platform));
    LayeredTree made = first.over(below, request.file());
    requireSame(platform, first, second, made, second.over(below, request.file()));
    OwnLayer.Change change = OwnLayer.between(below, made);
    return new DockerfileLayer(base, first.run(), change.part(), change.tree());
  }

  private static String purl(BaseImage base, Platform platform) {
    return "pkg:oci/base@sha256%3A" + base.base().hex() + "?arch=" + platform.architecture();
  }

  private static void requireSame(
      Platform platform, ToolResult one, ToolResult other, LayeredTree first, LayeredTree second) {
    List<String> differences = new ArrayList<>(TreeDifference.between(first, second));
    if (!one.run().equals(other.run())) {
      differences.add("how it is run (ENV, USER, ENTRYPOINT, LABEL and their like)");
    }
    if (!differences.isEmpty()) {
      throw DockerfileRefusals.differs(platform, differences);
    }
  }

  private ToolResult once(
      Platform platform, List<BaseImage> images, @Nullable BaseImage base, int number)
      throws IOException {
    String name = "dockerfile-" + platform.toString().replace('/', '-') + "-" + number;
    Sandbox sandbox = Sandbox.in(workspace.file(name));
    BuildInputs inputs = new BuildInputs(store, sandbox.folder());
    inputs.settings();
    inputs.dockerfile(file);
    inputs.context(request.context(), context);
    // Two names of one image are two images here.
    for (int i = 0; i < images.size(); i++) {
      inputs.image(i, images.get(i));
    }
    if (!tool.buildah().isOfTheSystem()) {
      inputs.program(tool.buildah().executable());
    }
    tool.build(sandbox, platform, epoch);
    return ToolResult.read(sandbox.folder().resolve("out"), platform, base);
  }

  private static void waitUntil(long time) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(time - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted between two builds");
    }
  }
}
