package dev.mintmark.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.signer.verdict.SignVerdict;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignVerdictTest {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path folder;
  private FolderArtifactStore store;
  private ArtifactReference index;

  @BeforeEach
  void store() {
    store = new FolderArtifactStore(folder.resolve("store"));
    index = ArtifactReferences.toReference(store.put("{}".getBytes(UTF_8), OciMediaTypes.INDEX));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void attestsGoodAndBadVerdicts(ReproductionOutcome outcome) {
    VerdictSigned signed = sign(Verdicts.of(index, outcome));

    SigstoreBundle bundle = bundle(signed);
    assertThat(bundle.envelope().isSignedBy(KEY.verificationKey())).isTrue();
    assertThat(bundle.envelope().payload()).isEqualTo(read(signed.getStatement().getDigest()));
    Statement statement = Statement.read(bundle.envelope().payload());
    assertThat(statement.predicateType())
        .isEqualTo("https://mintmark.dev/attestation/reproduction/v1");
    assertThat(statement.subjects().getFirst().digest()).hasToString(index.getDigest());
    assertThat(statement.predicate().get("outcome").textValue()).isEqualTo(outcome.toString());
    assertThat(statement.predicate().get("artifacts").get(outcome.toString()).intValue()).isOne();
  }

  @Test
  void saysWhatTheDocumentedPredicateSays() {
    VerdictSigned signed = sign(Verdicts.of(index, ReproductionOutcome.DIFFERENT));

    assertThat(new String(read(signed.getStatement().getDigest()), UTF_8))
        .isEqualTo(
            ("{'_type':'https://in-toto.io/Statement/v1','subject':[{'name':'vision/face-detect',"
                    + "'digest':{'sha256':'"
                    + Digest.parse(index.getDigest()).hex()
                    + "'}}],"
                    + "'predicateType':'https://mintmark.dev/attestation/reproduction/v1',"
                    + "'predicate':{'release':{'name':'face-detect','version':'v1.0.0',"
                    + "'request':'"
                    + Verdicts.REQUEST
                    + "'},'run':'rebuild-7',"
                    + "'outcome':'DIFFERENT','artifacts':{'DIFFERENT':1},"
                    + "'notIdentical':[{'step':'image-builder','role':'index',"
                    + "'outcome':'DIFFERENT','recorded':'"
                    + index.getDigest()
                    + "',"
                    + "'rebuilt':'"
                    + Verdicts.REQUEST
                    + "','rule':null,"
                    + "'detail':'layer 0 > opt/app > mtime: recorded 1, rebuilt 2 (mtime)'}],"
                    + "'toolchains':[{'step':'sbom','recorded':'"
                    + Verdicts.TOOLCHAIN
                    + "',"
                    + "'used':null}],'report':{'mediaType':'application/json',"
                    + "'digest':'"
                    + Verdicts.REQUEST
                    + "','size':7}}}")
                .replace('\'', '"'));
  }

  @Test
  void refersToTheIndexAndIsNoReleaseSignature() {
    VerdictSigned signed = sign(Verdicts.of(index, ReproductionOutcome.IDENTICAL));

    Manifest manifest = manifest(signed);
    assertThat(manifest.subjectIfAny())
        .hasValueSatisfying(subject -> {
          assertThat(subject.digest()).hasToString(index.getDigest());
          assertThat(subject.size()).isEqualTo(index.getSize());
        });
    assertThat(manifest.children())
        .extracting(child -> child.digest().toString())
        .containsExactlyElementsOf(
            signed.getBlobs().stream().map(ArtifactReference::getDigest).toList());
    assertThat(
            new ReleaseVerifier(List.of(KEY.verificationKey()))
                .verifyBundle(
                    bundle(signed).bytes(), Digest.parse(index.getDigest()), SampleLine.REPOSITORY))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void isTheSameBytesTwice() {
    ReleaseReproduced verdict = Verdicts.of(index, ReproductionOutcome.DIFFERENT);

    assertThat(EventCodec.write(sign(verdict))).isEqualTo(EventCodec.write(sign(verdict)));
  }

  @Test
  void hasNothingToAttestOfAReleaseWithoutAnImage() {
    ReleaseReproduced verdict = Verdicts.of(index, ReproductionOutcome.MISSING_INPUT);
    verdict.put("index", null);

    assertThat(new SignVerdict(store, KEY).apply(Verdicts.incoming(verdict)))
        .isInstanceOf(Outcome.Dropped.class);
  }

  static Stream<Arguments> unsound() {
    return Stream.of(
        row("no outcome", v -> v.put("outcome", ReproductionOutcome.UNKNOWN)),
        row(
            "identical over a row that is not",
            v -> v.put("outcome", ReproductionOutcome.IDENTICAL)),
        row(
            "identical over two digests",
            v -> {
              v.put("outcome", ReproductionOutcome.IDENTICAL);
              v.getArtifacts().getFirst().put("verdict", ReproductionOutcome.IDENTICAL);
            }),
        row(
            "identical over nothing",
            v -> {
              v.put("outcome", ReproductionOutcome.IDENTICAL);
              v.getArtifacts().clear();
            }),
        row("no row about its index", v -> v.put("index", Verdicts.REQUEST)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsound")
  void doesNotAttest(String name, Consumer<ReleaseReproduced> change) {
    ReleaseReproduced verdict = Verdicts.of(index, ReproductionOutcome.DIFFERENT);
    change.accept(verdict);

    assertThatThrownBy(() -> sign(verdict))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("SGN-013"));
  }

  private static Arguments row(String name, Consumer<ReleaseReproduced> change) {
    return arguments(name, change);
  }

  private VerdictSigned sign(ReleaseReproduced verdict) {
    Outcome<VerdictSigned> outcome = new SignVerdict(store, KEY).apply(Verdicts.incoming(verdict));
    return ((Outcome.Produced<VerdictSigned>) outcome).event();
  }

  private Manifest manifest(VerdictSigned signed) {
    return (Manifest)
        OciReader.read(OciMediaTypes.MANIFEST, read(signed.getManifest().getDigest()));
  }

  private SigstoreBundle bundle(VerdictSigned signed) {
    return SigstoreBundle.read(read(manifest(signed).layers().getFirst().digest().toString()));
  }

  private byte[] read(String digest) {
    return store.read(Digest.parse(digest), 1 << 20);
  }
}
