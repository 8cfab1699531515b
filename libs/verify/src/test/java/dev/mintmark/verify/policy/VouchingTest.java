package dev.mintmark.verify.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ImagePayloads;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.Lifetime;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class VouchingTest {
  private static final String REPOSITORY = "vision/face-detect";
  private static final String PREDICATE = "https://mintmark.dev/attestation/reproduction/v1";
  private static final Artifact INDEX =
      Artifact.of("index".getBytes(UTF_8), "application/vnd.oci.image.index.v1+json");
  private static final Artifact OTHER =
      Artifact.of("other".getBytes(UTF_8), "application/vnd.oci.image.index.v1+json");
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final SigningKey ROOT = SigningKey.generate();
  private static final SigningKey ONE = SigningKey.generate();
  private static final SigningKey TWO = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();
  private static final SigningKey VERDICT = SigningKey.generate();
  private static final SigningKey STRANGER = SigningKey.generate();

  @Test
  void oneOfTwoKeysIsNotEnough() {
    Trust trust = Trust.in(set(), policy(2), NOW);

    assertRefused(RefusalCode.THRESHOLD, bundles(trust, INDEX, signed(INDEX, ONE)));
    assertThat(bundles(trust, INDEX, signed(INDEX, ONE), signed(INDEX, TWO)))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void oneKeyTwiceIsOneKey() {
    assertRefused(
        RefusalCode.THRESHOLD,
        bundles(Trust.in(set(), policy(2), NOW), INDEX, signed(INDEX, ONE), signed(INDEX, ONE)));
  }

  @Test
  void aSignatureForAnotherTargetDoesNotCount() {
    assertRefused(
        RefusalCode.THRESHOLD,
        bundles(Trust.in(set(), policy(2), NOW), INDEX, signed(INDEX, ONE), signed(OTHER, TWO)));
    assertRefused(
        RefusalCode.WRONG_SUBJECT,
        bundles(Trust.in(set(), policy(1), NOW), INDEX, signed(OTHER, ONE)));
  }

  @Test
  void aRevokedKeyIsNamedAsOne() {
    KeySet set = set().next().revoke(ONE.verificationKey().hint(), "stolen");

    assertRefused(
        RefusalCode.KEY_REVOKED, bundles(Trust.in(set, policy(1), NOW), INDEX, signed(INDEX, ONE)));
    assertThat(bundles(Trust.in(set, policy(1), NOW), INDEX, signed(INDEX, TWO)))
        .isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void aPolicyRevokesByItself() {
    Policy policy =
        with(1, Set.of(ONE.verificationKey().hint()), Policy.Expiry.JUDGE, List.of(), List.of(), 0);

    assertRefused(
        RefusalCode.KEY_REVOKED, bundles(Trust.in(set(), policy, NOW), INDEX, signed(INDEX, ONE)));
  }

  @Test
  void aKeyThatIsNotListedYetIsNotTrusted() {
    assertRefused(
        RefusalCode.UNKNOWN_KEY,
        bundles(Trust.in(set(), policy(1), NOW), INDEX, signed(INDEX, STRANGER)));
  }

  @Test
  void theEvidenceKeySignsNoRelease() {
    assertRefused(
        RefusalCode.KEY_ROLE,
        bundles(Trust.in(set(), policy(1), NOW), INDEX, signed(INDEX, EVIDENCE)));
  }

  @Test
  void aFailedVerdictIsNoRelease() {
    assertRefused(
        RefusalCode.UNKNOWN_KEY,
        bundles(
            Trust.in(set(), policy(1), NOW),
            INDEX,
            attested(INDEX, VERDICT, PREDICATE, "DIFFERENT")));
  }

  @Test
  void findsTheAttestationThatAPolicyWants() {
    assertThat(attestation(attested(INDEX, VERDICT, PREDICATE, "IDENTICAL")))
        .isInstanceOf(Verdict.Verified.class);
    assertRefused(RefusalCode.ATTESTATION, attestation());
    assertRefused(RefusalCode.ATTESTATION, attestation(signed(INDEX, ONE)));
    assertRefused(
        RefusalCode.ATTESTATION, attestation(attested(INDEX, VERDICT, PREDICATE, "DIFFERENT")));
    assertRefused(
        RefusalCode.ATTESTATION, attestation(attested(INDEX, EVIDENCE, PREDICATE, "IDENTICAL")));
    assertRefused(
        RefusalCode.ATTESTATION, attestation(attested(OTHER, VERDICT, PREDICATE, "IDENTICAL")));
    assertRefused(
        RefusalCode.ATTESTATION, attestation(attested(INDEX, VERDICT, "https://x", "IDENTICAL")));
    assertRefused(RefusalCode.ATTESTATION, attestation("{}".getBytes(UTF_8)));
  }

  @Test
  void aWrongClockRefusesWhatDependsOnTimeAndNothingElse() {
    Lifetime year =
        new Lifetime(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    KeySet expiring = set().with(Optional.of(year));

    assertRefused(RefusalCode.CLOCK, () -> Trust.in(expiring, policy(1), Instant.EPOCH));
    assertRefused(
        RefusalCode.KEY_SET_EXPIRED,
        () -> Trust.in(expiring, policy(1), Instant.parse("2028-01-01T00:00:00Z")));
    assertThat(bundles(Trust.in(set(), policy(1), Instant.EPOCH), INDEX, signed(INDEX, ONE)))
        .isInstanceOf(Verdict.Verified.class);
    Policy ignoring = with(1, Set.of(), Policy.Expiry.IGNORE, List.of(), List.of(), 0);
    assertThat(bundles(Trust.in(expiring, ignoring, Instant.EPOCH), INDEX, signed(INDEX, ONE)))
        .isInstanceOf(Verdict.Verified.class);
    Policy strict = with(1, Set.of(), Policy.Expiry.REQUIRE, List.of(), List.of(), 0);
    assertRefused(RefusalCode.KEY_SET_EXPIRED, () -> Trust.in(set(), strict, NOW));
  }

  @Test
  void aRuleOfNamesAllowsItsOwnAndNoOther() {
    ReleaseRule rule = new ReleaseRule("face-*", Optional.of("https://git.example.com/vision"));

    assertThat(rule.allows("face-detect", Optional.of("https://git.example.com/vision"))).isTrue();
    assertThat(rule.allows("face-detect", Optional.of("https://git.example.com/other"))).isFalse();
    assertThat(rule.allows("face-detect", Optional.empty())).isFalse();
    assertThat(rule.allows("xface-detect", Optional.of("https://git.example.com/vision")))
        .isFalse();
    assertThat(new ReleaseRule("a.c", Optional.empty()).allows("abc", Optional.empty())).isFalse();
  }

  @Test
  void countsTheKeysOfEachRole() {
    SigningKey second = SigningKey.generate();
    KeySet set = set().with(second.verificationKey(), KeyRole.EVIDENCE);
    Policy two =
        new Policy(
            Optional.empty(),
            Optional.empty(),
            Policy.Expiry.JUDGE,
            Map.of(),
            Map.of(KeyRole.EVIDENCE, 2),
            Set.of(),
            0,
            List.of(),
            List.of());
    byte[] one = attested(INDEX, EVIDENCE, PREDICATE, "IDENTICAL");

    assertRefused(RefusalCode.THRESHOLD, evidence(Trust.in(set, two, NOW), one, one));
    assertThat(
            evidence(Trust.in(set, two, NOW), one, attested(INDEX, second, PREDICATE, "IDENTICAL")))
        .isInstanceOf(Verdict.Verified.class);
    assertThat(evidence(Trust.in(set, policy(1), NOW), one)).isInstanceOf(Verdict.Verified.class);
  }

  @Test
  void aRetiredKeyOfAnyRoleIsHeldToItsBounds() {
    byte[] one = attested(INDEX, EVIDENCE, PREDICATE, "IDENTICAL");
    KeySet open = set().next().retire(KeyRole.EVIDENCE, new TreeMap<>());
    KeySet bounded =
        set().next().retire(KeyRole.EVIDENCE, new TreeMap<>(Map.of("face-detect", "v1.0.0")));

    assertThat(evidence(Trust.in(open, policy(1), NOW), one)).isInstanceOf(Verdict.Verified.class);
    assertRefused(RefusalCode.KEY_RETIRED, evidence(Trust.in(bounded, policy(1), NOW), one));
  }

  @Test
  void saysWhyAKnownKeyIsNoEvidenceKey() {
    KeySet revoked = set().next().revoke(EVIDENCE.verificationKey().hint(), "stolen");
    Trust trust = Trust.in(revoked, policy(1), NOW);

    assertRefused(
        RefusalCode.KEY_REVOKED, evidence(trust, attested(INDEX, EVIDENCE, PREDICATE, "x")));
    assertRefused(RefusalCode.KEY_ROLE, evidence(trust, attested(INDEX, ONE, PREDICATE, "x")));
    assertRefused(
        RefusalCode.KEY_REVOKED,
        () -> trust.named(KeyRole.EVIDENCE, List.of(EVIDENCE.verificationKey())));
    assertRefused(
        RefusalCode.KEY_ROLE, () -> trust.named(KeyRole.EVIDENCE, List.of(ONE.verificationKey())));
    assertThat(trust.named(KeyRole.EVIDENCE, List.of(STRANGER.verificationKey())))
        .containsExactly(STRANGER.verificationKey());
  }

  private static Verdict<Digest> evidence(Trust trust, byte[]... bundles) {
    Count<Digest> count =
        trust
            .begin()
            .count(
                KeyRole.EVIDENCE,
                List.of(),
                (bundle, keys) -> {
                  SigstoreBundle read = SigstoreBundle.read(bundle);
                  return keys.stream()
                      .filter(read.envelope()::isSignedBy)
                      .findFirst()
                      .<Verdict<Digest>>map(key -> new Verdict.Verified<>(INDEX.digest(), key))
                      .orElseGet(() -> new Verdict.Refused<>(RefusalCode.UNKNOWN_KEY, "other"));
                });
    for (byte[] bundle : bundles) {
      if (count.take(bundle)) {
        break;
      }
    }
    return count.verdict(() -> new Verdict.Refused<>(RefusalCode.NO_EVIDENCE, "none"));
  }

  private static Verdict<Digest> attestation(byte[]... bundles) {
    AttestationRule rule =
        new AttestationRule(
            PREDICATE,
            KeyRole.VERDICT,
            AttestationRule.On.INDEX,
            new TreeMap<>(Map.of("outcome", "IDENTICAL")));
    Attestations wanted = Trust.in(set(), policy(1), NOW).begin().attestation(rule, INDEX.digest());
    List.of(bundles).forEach(wanted::take);
    return wanted.verdict();
  }

  private static KeySet set() {
    return KeySet.first(RootKeys.all(List.of(ROOT.verificationKey())))
        .with(ONE.verificationKey(), KeyRole.RELEASE)
        .with(TWO.verificationKey(), KeyRole.RELEASE)
        .with(EVIDENCE.verificationKey(), KeyRole.EVIDENCE)
        .with(VERDICT.verificationKey(), KeyRole.VERDICT);
  }

  private static Policy policy(int threshold) {
    return with(threshold, Set.of(), Policy.Expiry.JUDGE, List.of(), List.of(), 0);
  }

  private static Policy with(
      int threshold,
      Set<String> revoked,
      Policy.Expiry expiry,
      List<ReleaseRule> releases,
      List<AttestationRule> attestations,
      long floor) {
    return new Policy(
        Optional.empty(),
        Optional.empty(),
        expiry,
        Map.of(),
        Map.of(KeyRole.RELEASE, threshold),
        revoked,
        floor,
        releases,
        attestations);
  }

  private static byte[] signed(Artifact subject, SigningKey key) {
    return SigstoreBundle.sign(ImagePayloads.of(subject, REPOSITORY).statement(), key).bytes();
  }

  private static byte[] attested(
      Artifact subject, SigningKey key, String predicate, String outcome) {
    Statement statement =
        new Statement(
            List.of(new Subject(Optional.of(REPOSITORY), subject.digest())),
            predicate,
            CanonicalJson.object().put("outcome", outcome));
    return SigstoreBundle.sign(statement, key).bytes();
  }

  private static Verdict<Digest> bundles(Trust trust, Artifact subject, byte[]... bundles) {
    return trust.begin().bundles(List.of(bundles), subject.digest(), REPOSITORY);
  }

  private static void assertRefused(RefusalCode code, Verdict<?> verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.code()).as(refused.message()).isEqualTo(code));
  }

  private static void assertRefused(RefusalCode code, Runnable work) {
    Assertions.assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
