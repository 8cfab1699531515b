package dev.mintmark.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.rebuild.v1.Payload;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rebuild hands on unsigned is what the line signs. */
class PrepareReleaseTest {
  private static final SigningKey EVIDENCE = SigningKey.generate();

  @TempDir Path folder;
  private FolderArtifactStore store;
  private Incoming<SbomPublished> incoming;

  @BeforeEach
  void run() {
    store = new FolderArtifactStore(folder.resolve("store"));
    incoming = new SampleLine(store).run();
  }

  @Test
  void preparesEveryPayloadThatTheLineSignsByteForByte() {
    RebuildPrepared prepared = prepared();
    Map<String, String> unsigned = new TreeMap<>();
    for (Payload payload : prepared.getPayloads()) {
      unsigned.put(
          payload.getKind() + " " + payload.getOf(), text(payload.getPayload().getDigest()));
    }

    assertThat(unsigned).isEqualTo(underSignatures(signed())).hasSize(5 + 5 + 2 + 4 + 5 + 2);
  }

  @Test
  void answersInTheChainAndWithTheSameIndex() {
    RebuildPrepared prepared = prepared();
    ReleaseSigned signed = signed();

    // The line's has the evidence between: a rebuild has none.
    assertThat(prepared.getHandOff().getRequest()).isEqualTo(signed.getHandOff().getRequest());
    assertThat(prepared.getHandOff().getPrevious()).isEqualTo(incoming.value().toString());
    assertThat(prepared.getIndex()).isEqualTo(signed.getIndex());
    assertThat(prepared.getRepository()).isEqualTo(signed.getRepository());
    assertThat(prepared.getTag()).isEqualTo(signed.getTag());
  }

  @Test
  void isTheSameBytesTwice() {
    assertThat(EventCodec.write(prepared())).isEqualTo(EventCodec.write(prepared()));
  }

  @Test
  void refusesWhatTheLineRefuses() {
    Incoming<SbomPublished> failed =
        new SampleLine(store)
            .change(
                ModelQuantized.class,
                event -> ((ModelQuantized) event).getVariants().getFirst().put("value", 0.5))
            .run();

    assertThatThrownBy(() ->
            new PrepareRelease(store, new EventChain(store), SampleLine.VERSION).apply(failed))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("SGN-004"));
  }

  /** What stands under each signature of a live release. */
  private Map<String, String> underSignatures(ReleaseSigned signed) {
    Map<String, String> payloads = new TreeMap<>();
    for (PublishedObject object : signed.getObjects()) {
      if (object.getTag() != null && object.getTag().endsWith(".att")) {
        continue;
      }
      if (object.getTag() != null) {
        String of = "sha256:" + object.getTag().substring(7, 7 + 64);
        payloads.put("SIMPLE_SIGNING " + of, text(layer(object)));
      } else if (isOf(object, SigstoreBundle.MEDIA_TYPE)) {
        byte[] payload = SigstoreBundle.read(read(layer(object))).envelope().payload();
        payloads.put(kind(payload) + " " + object.getSubject(), new String(payload, UTF_8));
      } else if (isOf(object, MediaTypes.MODEL_SIGNATURE)) {
        payloads.put("MODEL_STATEMENT " + object.getSubject(), stated(object));
      }
    }
    signed
        .getStatements()
        .forEach(statement ->
            payloads.put(
                "RELEASE_ENV " + statement.getTarget(),
                text(statement.getStatement().getDigest())));
    return payloads;
  }

  private static String kind(byte[] payload) {
    return EvidenceType.of(Statement.read(payload).predicateType())
        .map(type -> type + "_STATEMENT")
        .orElse("IN_TOTO_STATEMENT");
  }

  private String stated(PublishedObject object) {
    byte[] bundle = read(layer(object));
    return new String(SigstoreBundle.read(bundle).envelope().payload(), UTF_8);
  }

  private static boolean isOf(PublishedObject object, String mediaType) {
    return object.getSubject() != null
        && object.getBlobs().stream().anyMatch(blob -> blob.getMediaType().equals(mediaType));
  }

  private String layer(PublishedObject object) {
    Manifest manifest =
        (Manifest)
            OciReader.read(
                object.getManifest().getMediaType(), read(object.getManifest().getDigest()));
    return manifest.layers().getFirst().digest().toString();
  }

  private RebuildPrepared prepared() {
    Outcome<RebuildPrepared> outcome =
        new PrepareRelease(store, new EventChain(store), SampleLine.VERSION).apply(incoming);
    return ((Outcome.Produced<RebuildPrepared>) outcome).event();
  }

  private ReleaseSigned signed() {
    Outcome<ReleaseSigned> outcome =
        new SignRelease(
                store, new EventChain(store), SigningKey.generate(), EVIDENCE.verificationKey())
            .apply(new SampleLine(store).attested(incoming, EVIDENCE));
    return ((Outcome.Produced<ReleaseSigned>) outcome).event();
  }

  private String text(String digest) {
    return new String(read(digest), UTF_8);
  }

  private byte[] read(String digest) {
    return store.read(Digest.parse(digest), 1 << 20);
  }
}
