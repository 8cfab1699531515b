package dev.mintmark.image;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.image.assemble.Assembly;
import dev.mintmark.image.assemble.ImageAssembler;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.image.cache.BuildCache;
import dev.mintmark.image.cache.ImageCache;
import dev.mintmark.image.dockerfile.DockerfileBuilder;
import dev.mintmark.image.dockerfile.DockerfileTool;
import dev.mintmark.image.gate.ImageGates;
import dev.mintmark.image.input.Archives;
import dev.mintmark.image.input.Fetched;
import dev.mintmark.image.input.Profiles;
import dev.mintmark.image.input.Workspace;
import dev.mintmark.image.model.ModelArtifact;
import dev.mintmark.image.model.ModelPackager;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.request.GateRequest;
import dev.mintmark.image.request.ImageRequest;
import dev.mintmark.image.request.RequestReader;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.layer.Compressor;
import dev.mintmark.packages.PackageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The step: a pure function of the events and of the artifacts that they name. */
final class BuildImage implements Step<ModelQuantized, ImageBuilt> {
  private final ArtifactStore store;
  private final EventChain chain;
  private final Path workDir;
  private final Layers layers;
  private final Optional<DockerfileTool> tool;
  private final String compressor;
  private final @Nullable ImageCache cache;

  /** Remembers nothing. */
  BuildImage(
      ArtifactStore store,
      EventChain chain,
      Path workDir,
      Layers layers,
      Optional<DockerfileTool> tool) {
    this(store, chain, workDir, layers, tool, null);
  }

  /**
   * @param tool what builds Dockerfiles; empty where there is none
   * @param cache what earlier builds made; null for none
   * @throws OciException (OCI-001) when this JDK would make other layers than the pinned ones
   */
  BuildImage(
      ArtifactStore store,
      EventChain chain,
      Path workDir,
      Layers layers,
      Optional<DockerfileTool> tool,
      @Nullable ImageCache cache) {
    Compressor.requirePinned();
    this.store = store;
    this.chain = chain;
    this.workDir = workDir;
    this.layers = layers;
    this.tool = tool;
    this.compressor = Compressor.identity().toString();
    this.cache = cache;
  }

  @Override
  public Outcome<ImageBuilt> apply(Incoming<ModelQuantized> in) throws IOException {
    BuildRequested requested =
        chain.read(in.event().getHandOff().getRequest(), BuildRequested.class);
    ImageRequest request = RequestReader.read(in.release(), requested, in.event());
    try (Workspace workspace = Workspace.in(workDir);
        Archives archives = new Archives(store, workspace);
        Fetched fetched = new Fetched(store, workspace)) {
      GateRequest gate = GateRequest.read(requested);
      Profiles profiles = Profiles.read(store, gate.profiles());
      ImageAssembler assembler =
          new ImageAssembler(
              store,
              workspace,
              archives,
              fetched,
              request,
              dockerfile(workspace, request),
              layers,
              new ImageGates(profiles, gate),
              cache(requested));
      return new Outcome.Produced<>(build(in, request, assembler, profiles));
    } catch (OciException e) {
      throw ImageRefusals.of(e);
    } catch (PackageException e) {
      throw ImageRefusals.of(e);
    }
  }

  /** What a Dockerfile makes is also a function of its tool, which no key names. */
  private BuildCache cache(BuildRequested requested) {
    return cache == null || requested.getImage().getDockerfile() != null
        ? BuildCache.NONE
        : cache.of(requested);
  }

  private @Nullable DockerfileBuilder dockerfile(Workspace workspace, ImageRequest request) {
    return request.dockerfile() == null
        ? null
        : DockerfileBuilder.of(
            store, workspace, request.dockerfile(), tool, request.source().epoch());
  }

  private ImageBuilt build(
      Incoming<ModelQuantized> in,
      ImageRequest request,
      ImageAssembler assembler,
      Profiles profiles)
      throws IOException {
    List<ModelArtifact> models = new ModelPackager(store).pack(request, profiles);
    Assembly assembly = assembler.assemble();
    SortedMap<String, Artifact> byTarget = new TreeMap<>();
    models.forEach(model -> byTarget.put(model.variant().target(), model.manifest()));
    Artifact index = assembler.index(assembly.images(), byTarget, profiles);
    return BuiltEvent.of(
        in.nextLink(in.event().getHandOff()),
        request,
        index,
        assembly,
        models,
        compressor,
        request.dockerfile() == null ? Optional.empty() : tool.map(DockerfileTool::buildah));
  }
}
