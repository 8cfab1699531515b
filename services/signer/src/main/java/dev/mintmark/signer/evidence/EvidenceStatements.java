package dev.mintmark.signer.evidence;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.BomSize;
import dev.mintmark.content.Digest;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.signer.contents.ReleaseContents;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is attested of checked contents, made in this one place: the line signs it, the release
 * signer compares it, and a rebuild hands it on unsigned.
 */
public final class EvidenceStatements {
  private final ArtifactStore store;
  private final ReleaseContents contents;
  private final String version;

  /**
   * @param version of the line, for the provenance
   */
  public EvidenceStatements(ArtifactStore store, ReleaseContents contents, String version) {
    this.store = store;
    this.contents = contents;
    this.version = version;
  }

  /** SBOMs in the order of {@code sbom.published}, then one provenance for each manifest. */
  public List<Evidence> all() {
    List<Evidence> all = new ArrayList<>();
    for (Document document : contents.chain().documented().getDocuments()) {
      Artifact subject = ArtifactReferences.toArtifact(document.getSubject());
      all.add(new Evidence(EvidenceType.SBOM, subject, () -> sbom(document, subject.digest())));
    }
    Statement provenance = provenance();
    for (Artifact manifest : contents.manifests()) {
      all.add(new Evidence(EvidenceType.PROVENANCE, manifest, () -> provenance));
    }
    return all;
  }

  private Statement sbom(Document document, Digest subject) {
    Artifact bom = ArtifactReferences.toArtifact(document.getDocument());
    byte[] bytes = store.read(bom.digest(), BomSize.ONE);
    try {
      return new Statement(
          List.of(new Subject(Optional.of(repository()), subject)),
          EvidenceType.SBOM.predicateType(),
          Documents.read(bytes, "bill of materials"));
    } catch (RefusedException e) {
      throw SignerCode.DOCUMENT.refused(
          "the bill of materials " + bom.digest(), String.valueOf(e.getMessage()));
    }
  }

  /** One statement about all of the release: whoever has one part of it knows the others. */
  private Statement provenance() {
    List<Subject> subjects =
        contents.manifests().stream()
            .map(manifest ->
                new Subject(Optional.of(repository() + "@" + manifest.digest()), manifest.digest()))
            .toList();
    return new Statement(
        subjects,
        EvidenceType.PROVENANCE.predicateType(),
        ProvenanceWriter.write(contents.chain(), version).predicate());
  }

  private String repository() {
    return contents.chain().built().getRepository();
  }
}
