package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.rebuild.v1.PayloadKind;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.SimpleSigning;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.refusal.RefusedException;
import dev.mintmark.verify.release.StatementSignature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Finds what stands under each signature of a recorded release. */
final class SignedPayloads {
  /** Of a statement with a whole SBOM in it. */
  private static final int MOST_BYTES = Documents.MAX_BYTES;

  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  private static final String TAG = "sha256-[0-9a-f]{64}\\.sig";

  private final BlobReader bytes;

  SignedPayloads(BlobReader bytes) {
    this.bytes = bytes;
  }

  /** In the order in which a rebuild hands its own on: by kind, then by what it speaks of. */
  List<SignedPayload> of(ReleaseSigned signed) {
    List<SignedPayload> payloads = new ArrayList<>();
    for (PublishedObject object : signed.getObjects()) {
      String tag = object.getTag();
      String subject = object.getSubject();
      if (tag != null && tag.matches(TAG)) {
        payloads.add(simple(object, "sha256:" + tag.substring(7, 71)));
      } else if (subject != null) {
        blob(object, SigstoreBundle.MEDIA_TYPE)
            .or(() -> blob(object, MediaTypes.MODEL_SIGNATURE))
            .ifPresent(bundle -> payloads.add(bundled(signed, object, bundle, subject)));
      }
    }
    signed.getStatements().forEach(statement -> payloads.add(env(signed, statement)));
    payloads.sort(Comparator.comparing(SignedPayload::kind).thenComparing(SignedPayload::of));
    return payloads;
  }

  private SignedPayload simple(PublishedObject object, String of) {
    Optional<ArtifactReference> payload = blob(object, SimpleSigning.MEDIA_TYPE);
    return new SignedPayload(
        PayloadKind.SIMPLE_SIGNING,
        of,
        Optional.empty(),
        payload.map(ArtifactReferences::toArtifact),
        payload.flatMap(this::read),
        read(object.getManifest()).flatMap(SignedPayloads::annotated),
        carriers(object),
        UnaryOperator.identity());
  }

  private static List<Digest> carriers(PublishedObject object) {
    return Stream.concat(Stream.of(object.getManifest()), object.getBlobs().stream())
        .map(reference -> Digest.parse(reference.getDigest()))
        .toList();
  }

  private static Optional<byte[]> annotated(byte[] manifest) {
    try {
      return OciReader.read(OciMediaTypes.MANIFEST, manifest) instanceof Manifest m
          ? m.layers().stream()
              .findFirst()
              .map(layer -> layer.annotations().get(SIGNATURE))
              .map(Base64.getDecoder()::decode)
          : Optional.empty();
    } catch (OciException | IllegalArgumentException noSignature) {
      return Optional.empty();
    }
  }

  private SignedPayload bundled(
      ReleaseSigned signed, PublishedObject object, ArtifactReference bundle, String of) {
    Optional<SigstoreBundle> read = read(bundle).flatMap(SignedPayloads::bundle);
    Optional<Envelope> envelope = read.map(SigstoreBundle::envelope);
    PayloadKind kind = kind(object, envelope);
    return new SignedPayload(
        kind,
        of,
        // The release names the key of its own signatures.
        read.map(SigstoreBundle::keyHint).filter(hint -> SignedPayload.isEvidence(kind)),
        envelope.map(e -> Artifact.of(e.payload(), Envelope.IN_TOTO)),
        envelope.map(Envelope::payload),
        envelope.map(Envelope::signature),
        SignedPayload.isEvidence(kind)
            ? Stream.concat(carriers(object).stream(), tagged(signed, of)).toList()
            : carriers(object),
        payload -> Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload));
  }

  /** The same statement stands behind cosign 2's tag, too. */
  private static Stream<Digest> tagged(ReleaseSigned signed, String of) {
    String tag = "sha256-" + of.replace("sha256:", "") + ".att";
    return signed.getObjects().stream()
        .filter(object -> tag.equals(object.getTag()))
        .flatMap(object -> carriers(object).stream());
  }

  /** What the statement says that it is; where it is gone, what its manifest says of it. */
  private PayloadKind kind(PublishedObject object, Optional<Envelope> envelope) {
    if (blob(object, MediaTypes.MODEL_SIGNATURE).isPresent()) {
      return PayloadKind.MODEL_STATEMENT;
    }
    Optional<String> stated =
        envelope
            .flatMap(SignedPayloads::predicateType)
            .or(() -> read(object.getManifest()).flatMap(SignedPayloads::announced));
    return stated
        .flatMap(EvidenceType::of)
        .map(type ->
            switch (type) {
              case SBOM -> PayloadKind.SBOM_STATEMENT;
              case PROVENANCE -> PayloadKind.PROVENANCE_STATEMENT;
            })
        .orElse(PayloadKind.IN_TOTO_STATEMENT);
  }

  private static Optional<String> predicateType(Envelope envelope) {
    try {
      return Optional.of(
          dev.mintmark.verify.intoto.Statement.read(envelope.payload()).predicateType());
    } catch (RefusedException noStatement) {
      return Optional.empty();
    }
  }

  private static Optional<String> announced(byte[] manifest) {
    try {
      return Optional.ofNullable(
          OciReader.read(OciMediaTypes.MANIFEST, manifest)
              .annotations()
              .get(BundleReferrer.PREDICATE_TYPE));
    } catch (OciException noManifest) {
      return Optional.empty();
    }
  }

  private static Optional<SigstoreBundle> bundle(byte[] bundle) {
    try {
      return Optional.of(SigstoreBundle.read(bundle))
          .filter(read -> read.envelope().payloadType().equals(Envelope.IN_TOTO));
    } catch (RefusedException noBundle) {
      return Optional.empty();
    }
  }

  private SignedPayload env(ReleaseSigned signed, Statement statement) {
    return new SignedPayload(
        PayloadKind.RELEASE_ENV,
        statement.getTarget(),
        Optional.empty(),
        Optional.of(ArtifactReferences.toArtifact(statement.getStatement())),
        read(statement.getStatement()),
        read(statement.getSignature()).flatMap(SignedPayloads::der),
        signed.getObjects().stream()
            .filter(object -> object.getBlobs().contains(statement.getStatement()))
            .flatMap(object -> carriers(object).stream())
            .toList(),
        UnaryOperator.identity());
  }

  private static Optional<byte[]> der(byte[] file) {
    try {
      return Optional.of(StatementSignature.read(file));
    } catch (RefusedException noSignature) {
      return Optional.empty();
    }
  }

  private static Optional<ArtifactReference> blob(PublishedObject object, String mediaType) {
    return object.getBlobs().stream()
        .filter(blob -> blob.getMediaType().equals(mediaType))
        .findFirst();
  }

  private Optional<byte[]> read(ArtifactReference reference) {
    return bytes.small(Digest.parse(reference.getDigest()), MOST_BYTES);
  }
}
