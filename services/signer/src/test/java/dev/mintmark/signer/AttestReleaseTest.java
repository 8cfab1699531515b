package dev.mintmark.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Evidence;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.events.evidence.v1.Attestation;
import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestReleaseTest {
  private static final SigningKey EVIDENCE = SigningKey.generate();
  private static final AttestationVerifier VERIFIER =
      new AttestationVerifier(List.of(EVIDENCE.verificationKey()));
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

  @TempDir Path folder;
  private FolderArtifactStore store;
  private Incoming<SbomPublished> incoming;

  @BeforeEach
  void run() {
    store = new FolderArtifactStore(folder.resolve("store"));
    incoming = line().run();
  }

  /** A request with inputs of many kinds. */
  private SampleLine line() {
    SampleLine line = new SampleLine(store);
    return line.change(
        BuildRequested.class,
        event -> {
          Image image = ((BuildRequested) event).getImage();
          image.put(
              image.getSchema().getField("files").pos(),
              List.of(
                  new ImageFile(
                      "linux/amd64",
                      "/opt/tool",
                      493,
                      line.put("tool", "application/zip"),
                      "tool",
                      "pkg:generic/tool@1",
                      "MIT")));
          image.put(
              image.getSchema().getField("packages").pos(),
              List.of(
                  new ImagePackage(
                      "linux/amd64",
                      PackageKind.DEBIAN,
                      "libc6",
                      "2.41",
                      line.put("deb", "application/vnd.debian.binary-package"),
                      "libc6.deb",
                      "pkg:deb/debian/libc6@2.41")));
          image.put(
              image.getSchema().getField("evidence").pos(),
              List.of(new Evidence("lock/debian.lock", line.put("lock", "text/plain"))));
        });
  }

  @Test
  void attestsEverySbomAndTheProvenanceOfEveryManifest() {
    EvidenceAttested attested = attested();

    assertThat(attested.getAttestations()).hasSize(4 + 5);
    for (Attestation one : attested.getAttestations()) {
      EvidenceType type = EvidenceType.of(one.getPredicateType()).orElseThrow();
      assertThat(
              VERIFIER.verifyBundle(
                  bundle(one), type, Digest.parse(one.getSubject()), SampleLine.REPOSITORY))
          .isInstanceOf(Verdict.Verified.class);
    }
    assertThat(attested.getObjects().stream().filter(o -> o.getTag() != null)).hasSize(5);
    assertThat(attested.getHandOff().getPrevious()).isEqualTo(incoming.value().toString());
  }

  @Test
  void isTheSameBytesTwiceWhereverItRuns() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    byte[] first = EventCodec.write(attested());
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(EventCodec.write(attested())).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void namesEverythingThatTheRequestNames() {
    String request =
        new EventChain(store)
            .read(incoming.event().getHandOff().getRequest(), BuildRequested.class)
            .toString();
    String dependencies =
        provenance().predicate().at("/buildDefinition/resolvedDependencies").toString();

    var named = DIGEST.matcher(request);
    int found = 0;
    while (named.find()) {
      assertThat(dependencies).contains("\"sha256\":\"" + named.group(1) + "\"");
      found++;
    }
    assertThat(found).isGreaterThan(10);
    assertThat(dependencies)
        .contains("\"gitCommit\":\"" + "4".repeat(40) + "\"")
        .contains("\"uri\":\"pkg:deb/debian/libc6@2.41\"", "\"uri\":\"pkg:generic/tool@1\"")
        .contains("image.evidence[lock/debian.lock].source");
  }

  @Test
  void chainsTheHandOffs() {
    JsonNode byproducts = provenance().predicate().at("/runDetails/byproducts");
    String previous = "";
    for (int i = 0; i < 5; i++) {
      JsonNode handOff = byproducts.get(i);
      assertThat(handOff.at("/annotations/previous").asText()).isEqualTo(previous);
      previous = "sha256:" + handOff.at("/digest/sha256").asText();
    }
    assertThat(byproducts.get(0).path("name").asText()).isEqualTo("mintmark.build.requested.v1");
    assertThat(previous).isEqualTo(incoming.value().toString());
  }

  @Test
  void saysNothingOfHostsTimesOffsetsOrIds() {
    assertThat(new String(provenance().bytes(), UTF_8))
        .doesNotContain("localhost", "127.0.0.1", "invocationId", "startedOn", "offset", "live");
  }

  @Test
  void isNoReleaseForAnybody() {
    Attestation one = attested().getAttestations().getLast();
    Digest subject = Digest.parse(one.getSubject());
    ReleaseVerifier fooled = new ReleaseVerifier(List.of(EVIDENCE.verificationKey()));
    ReleaseVerifier other = new ReleaseVerifier(List.of(SigningKey.generate().verificationKey()));

    assertThat(fooled.verifyBundle(bundle(one), subject, SampleLine.REPOSITORY))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.WRONG_PREDICATE));
    assertThat(other.verifyBundle(bundle(one), subject, SampleLine.REPOSITORY))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_KEY));
  }

  private Statement provenance() {
    Attestation last = attested().getAttestations().getLast();
    assertThat(last.getPredicateType()).isEqualTo(EvidenceType.PROVENANCE.predicateType());
    return Statement.read(SigstoreBundle.read(bundle(last)).envelope().payload());
  }

  private EvidenceAttested attested() {
    return line().attested(incoming, EVIDENCE).event();
  }

  private byte[] bundle(Attestation one) {
    return store.read(Digest.parse(one.getBundle().getDigest()), 1 << 20);
  }
}
