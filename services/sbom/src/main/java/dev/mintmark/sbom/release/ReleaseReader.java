package dev.mintmark.sbom.release;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows the hand-offs back to the request and reads the artifacts that tell of the parts. */
public final class ReleaseReader {
  private final ArtifactStore store;
  private final EventChain events;
  private final InventoryReader inventories;

  /**
   * @param workDir where layers lie uncompressed while they are looked through
   */
  public ReleaseReader(ArtifactStore store, EventChain events, Path workDir) {
    this.store = store;
    this.events = events;
    this.inventories = new InventoryReader(store, workDir);
  }

  /**
   * The release behind an event.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-001 to SBM-004, SBM-008, SBM-010 to
   *     SBM-017; ART-001 or KIT-020 for a link that leads nowhere
   */
  public Release read(Incoming<ImageBuilt> incoming) throws IOException {
    ImageBuilt built = incoming.event();
    ModelQuantized quantized = events.read(built.getHandOff().getPrevious(), ModelQuantized.class);
    ModelIngested ingested = events.read(quantized.getHandOff().getPrevious(), ModelIngested.class);
    String asked = ingested.getHandOff().getRequest();
    BuildRequested request = events.read(asked, BuildRequested.class);
    HandOffCheck links = new HandOffCheck(incoming.release(), asked);
    links.check("image.built", built.getHandOff());
    links.check("model.quantized", quantized.getHandOff());
    links.check("model.ingested", ingested.getHandOff());
    links.check(request, ingested, quantized, built);
    Release release =
        new Release(
            request,
            ingested,
            quantized,
            built,
            files(built.getFiles()),
            profiles(request),
            manifests(built),
            environment(request.getModel().getEnvironment()),
            new TreeMap<>());
    FileTableCheck.check(release, app(request));
    release.inventories().putAll(inventories.read(built, release.files()));
    return release;
  }

  private FileTable files(ArtifactReference reference) {
    Artifact table = ArtifactReferences.toArtifact(reference);
    try {
      return FileTable.parse(store.read(table.digest(), FileTable.MAX_BYTES));
    } catch (OciException e) {
      throw SbomCode.FILES.refused("the file table " + table.digest(), e.detail());
    }
  }

  private Tree app(BuildRequested request) {
    return store.readTree(ArtifactReferences.toArtifact(request.getImage().getApp()));
  }

  private SortedMap<String, TargetProfile> profiles(BuildRequested request) {
    SortedMap<String, TargetProfile> profiles = new TreeMap<>();
    for (Target target : request.getTargets()) {
      profiles.put(target.getName(), profile(target));
    }
    return profiles;
  }

  private TargetProfile profile(Target target) {
    Artifact file = ArtifactReferences.toArtifact(target.getProfile());
    byte[] yaml = store.read(file.digest(), TargetProfile.MAX_BYTES);
    TargetProfile profile;
    try {
      profile = TargetProfile.parse(yaml);
    } catch (IllegalArgumentException e) {
      throw SbomCode.PROFILE
          .refusal(
              "the profile of target " + target.getName(),
              String.valueOf(e.getMessage()),
              "correct the profile and request the release again")
          .asException();
    }
    SbomCode.PROFILE.same(
        "the name in the profile of " + target.getName(), target.getName(), profile.name());
    return profile;
  }

  private SortedMap<String, Manifest> manifests(ImageBuilt built) {
    SortedMap<String, Manifest> manifests = new TreeMap<>();
    for (ModelArtifact model : built.getModels()) {
      manifests.put(model.getTarget(), manifest(model));
    }
    return manifests;
  }

  private Manifest manifest(ModelArtifact model) {
    Artifact stored = ArtifactReferences.toArtifact(model.getManifest());
    String subject = "the model manifest of " + model.getTarget();
    Manifest manifest;
    try {
      manifest = OciReader.manifest(store.read(stored.digest(), OciReader.MAX_BYTES));
    } catch (OciException e) {
      throw SbomCode.MODEL_MANIFEST.refused(subject, e.detail());
    }
    SbomCode.MODEL_MANIFEST.same(
        "the layers of " + subject,
        model.getLayers(),
        manifest.layers().stream()
            .map(layer -> ArtifactReferences.toReference(layer.artifact()))
            .toList());
    if (manifest.layers().isEmpty()
        || !manifest.layers().getFirst().digest().toString().equals(model.getModel().getDigest())) {
      throw SbomCode.MODEL_MANIFEST.refused(subject, "its first layer is not the model");
    }
    return manifest;
  }

  private Environment environment(ArtifactReference reference) {
    Artifact lock = ArtifactReferences.toArtifact(reference);
    return Environment.of(lock, store.read(lock.digest(), RequirementsLock.MAX_BYTES));
  }
}
