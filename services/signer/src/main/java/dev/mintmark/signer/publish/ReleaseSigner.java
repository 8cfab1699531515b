package dev.mintmark.signer.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.evidence.v1.AttachedObject;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.ArtifactManifest.Blob;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.model.ModelSignature;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.release.StatementSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Uses the release key, on contents that were checked. The same contents and key file make the same
 * bytes: its signatures are deterministic, and the only time is the source's epoch. A token's
 * signatures differ each time; what they sign does not.
 */
public final class ReleaseSigner {
  private final ArtifactStore store;
  private final SigningKey key;

  public ReleaseSigner(ArtifactStore store, SigningKey key) {
    this.store = store;
    this.key = key;
  }

  /**
   * Signs index, images and models, each for cosign 2 and 3, and for each target one statement and
   * its model's files.
   *
   * @param evidence manifests of attestations that were verified
   * @param link the answer's place in the chain
   */
  public ReleaseSigned sign(ReleaseContents contents, List<AttachedObject> evidence, HandOff link) {
    ImageBuilt built = contents.chain().built();
    ReleasePayloads payloads = new ReleasePayloads(contents);
    Instant created = contents.created();
    PublicationList list = new PublicationList(store);
    list.addRelease(contents.chain());
    ImageSigner signer = new ImageSigner(key, created);
    for (Artifact manifest : contents.manifests()) {
      list.store(signer.signatureTag(manifest, built.getRepository()));
      list.store(signer.bundleReferrer(manifest, built.getRepository()));
    }
    list.addEvidence(evidence);
    List<Statement> statements = new ArrayList<>();
    for (ModelArtifact model : built.getModels()) {
      ArtifactManifest statement = statement(contents, model, payloads.env(model), created);
      list.store(statement);
      statements.add(
          new Statement(model.getTarget(), reference(statement, 0), reference(statement, 1)));
      list.store(modelSignature(model, payloads.modelFiles(model), created));
    }
    return new ReleaseSigned(
        link,
        built.getRepository(),
        contents.chain().request().getVersion(),
        built.getIndex(),
        key.verificationKey().hint(),
        statements,
        list.objects());
  }

  private ArtifactManifest modelSignature(
      ModelArtifact model, ModelStatement files, Instant created) {
    return ModelSignature.referrer(
        ModelSignature.sign(files, key),
        ArtifactReferences.toArtifact(model.getManifest()),
        created);
  }

  private ArtifactManifest statement(
      ReleaseContents contents, ModelArtifact model, byte[] statement, Instant created) {
    byte[] signature = StatementSignature.sign(statement, key);
    return ArtifactManifest.referrer(
        MediaTypes.RELEASE_ENV,
        List.of(
            Blob.file(statement, MediaTypes.RELEASE_ENV, "release.env"),
            Blob.file(signature, MediaTypes.RELEASE_ENV_SIGNATURE, "release.env.sig")),
        ArtifactReferences.toArtifact(contents.chain().built().getIndex()),
        Map.of(Annotations.TARGET, model.getTarget()),
        created);
  }

  private static dev.mintmark.events.common.v1.ArtifactReference reference(
      ArtifactManifest statement, int layer) {
    return ArtifactReferences.toReference(statement.layers().get(layer).artifact());
  }
}
