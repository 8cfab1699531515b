package dev.mintmark.signer.publish;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.rebuild.v1.Payload;
import dev.mintmark.events.rebuild.v1.PayloadKind;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.signer.evidence.Evidence;
import dev.mintmark.signer.evidence.EvidenceSigner;
import dev.mintmark.signer.evidence.EvidenceStatements;
import dev.mintmark.verify.cosign.ImagePayloads;
import dev.mintmark.verify.cosign.SimpleSigning;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.evidence.EvidenceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Hands on what would be signed, and signs nothing: the end of a rebuild. */
public final class ReleasePreparer {
  private final ArtifactStore store;
  private final String version;

  /**
   * @param version of the line, for the provenance
   */
  public ReleasePreparer(ArtifactStore store, String version) {
    this.store = store;
    this.version = version;
  }

  /**
   * Stores every payload that {@link ReleaseSigner} and {@link EvidenceSigner} would sign.
   *
   * @param link the answer's place in the chain
   */
  public RebuildPrepared prepare(ReleaseContents contents, HandOff link) {
    ImageBuilt built = contents.chain().built();
    ReleasePayloads payloads = new ReleasePayloads(contents);
    List<Payload> prepared = new ArrayList<>();
    for (Artifact manifest : contents.manifests()) {
      ImagePayloads image = ImagePayloads.of(manifest, built.getRepository());
      String of = manifest.digest().toString();
      prepared.add(
          payload(PayloadKind.SIMPLE_SIGNING, of, image.simpleSigning(), SimpleSigning.MEDIA_TYPE));
      prepared.add(
          payload(PayloadKind.IN_TOTO_STATEMENT, of, image.statement().bytes(), Envelope.IN_TOTO));
    }
    for (ModelArtifact model : built.getModels()) {
      prepared.add(
          payload(
              PayloadKind.RELEASE_ENV,
              model.getTarget(),
              payloads.env(model),
              MediaTypes.RELEASE_ENV));
      prepared.add(
          payload(
              PayloadKind.MODEL_STATEMENT,
              model.getManifest().getDigest(),
              payloads.modelFiles(model).statement().bytes(),
              Envelope.IN_TOTO));
    }
    for (Evidence evidence : new EvidenceStatements(store, contents, version).all()) {
      prepared.add(
          payload(
              kind(evidence.type()),
              evidence.subject().digest().toString(),
              evidence.statement().bytes(),
              Envelope.IN_TOTO));
    }
    prepared.sort(Comparator.comparing(Payload::getKind).thenComparing(Payload::getOf));
    return new RebuildPrepared(
        link,
        built.getRepository(),
        contents.chain().request().getVersion(),
        built.getIndex(),
        prepared);
  }

  private static PayloadKind kind(EvidenceType type) {
    return switch (type) {
      case SBOM -> PayloadKind.SBOM_STATEMENT;
      case PROVENANCE -> PayloadKind.PROVENANCE_STATEMENT;
    };
  }

  private Payload payload(PayloadKind kind, String of, byte[] bytes, String mediaType) {
    return new Payload(kind, of, ArtifactReferences.toReference(store.put(bytes, mediaType)));
  }
}
