package dev.mintmark.signer.contents;

import dev.mintmark.content.BomSize;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.sbom.v1.Document;
import dev.mintmark.events.sbom.v1.Kind;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.signer.chain.ReleaseChain;
import dev.mintmark.signer.chain.SignerCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether every image and every model has its one bill of materials, attached to it. */
final class DocumentCheck {
  private final StoredObjects objects;
  private final ReleaseChain chain;

  DocumentCheck(StoredObjects objects, ReleaseChain chain) {
    this.objects = objects;
    this.chain = chain;
  }

  void check() {
    SortedMap<String, ArtifactReference> documented = new TreeMap<>();
    long bytes = 0;
    for (Document document : chain.documented().getDocuments()) {
      String of = name(document.getKind(), document.getOf());
      if (documented.put(of, document.getSubject()) != null) {
        throw SignerCode.DOCUMENT.refused("the bill of materials of " + of, "there are two");
      }
      bytes += document.getDocument().getSize();
      if (document.getDocument().getSize() > BomSize.ONE || bytes > BomSize.ALL) {
        throw SignerCode.DOCUMENT.refused(
            "the bill of materials of " + of,
            "with it there are "
                + bytes
                + " bytes; "
                + BomSize.ALL
                + " are allowed, and "
                + BomSize.ONE
                + " of one");
      }
      check(document);
    }
    SignerCode.DOCUMENT.same("the list of bills of materials", needed(), documented);
  }

  private SortedMap<String, ArtifactReference> needed() {
    SortedMap<String, ArtifactReference> needed = new TreeMap<>();
    chain
        .built()
        .getImages()
        .forEach(i -> needed.put(name(Kind.IMAGE, i.getPlatform()), i.getManifest()));
    chain
        .built()
        .getModels()
        .forEach(m -> needed.put(name(Kind.MODEL, m.getTarget()), m.getManifest()));
    return needed;
  }

  private static String name(Kind kind, String of) {
    return kind + " " + of;
  }

  private void check(Document document) {
    String subject = "the bill of materials of " + name(document.getKind(), document.getOf());
    SignerCode code = SignerCode.DOCUMENT;
    Manifest manifest = objects.manifest(document.getManifest());
    code.same(
        "the type of " + subject, MediaTypes.CYCLONEDX, String.valueOf(manifest.artifactType()));
    code.same(
        "the subject of " + subject,
        document.getSubject(),
        manifest
            .subjectIfAny()
            .map(Descriptor::artifact)
            .map(ArtifactReferences::toReference)
            .orElseThrow(() -> code.refused(subject, "its manifest has no subject")));
    code.same(
        "the config of " + subject, document.getConfig(), ImageCheck.reference(manifest.config()));
    code.same(
        "the layers of " + subject,
        List.of(document.getDocument()),
        manifest.layers().stream().map(ImageCheck::reference).toList());
    code.same(
        "the media type of " + subject,
        MediaTypes.CYCLONEDX,
        document.getDocument().getMediaType());
    objects.require(document.getDocument());
    objects.require(document.getConfig());
  }
}
