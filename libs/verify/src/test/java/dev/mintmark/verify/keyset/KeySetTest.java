package dev.mintmark.verify.keyset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.verify.OpenSsl;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySetTest {
  private static final SigningKey ROOT = SigningKey.generate();
  private static final SigningKey NEW_ROOT = SigningKey.generate();
  private static final VerificationKey RELEASE = SigningKey.generate().verificationKey();
  private static final VerificationKey NEXT = SigningKey.generate().verificationKey();
  private static final KeySet FIRST = KeySet.first(root(ROOT)).with(RELEASE, KeyRole.RELEASE);

  @TempDir Path folder;

  @Test
  void opensslVerifiesWhatARootSigned() throws Exception {
    SignedKeySet set = SignedKeySet.unsigned(FIRST).sign(ROOT);
    String text = new String(new KeySetFile(List.of(set)).bytes(), StandardCharsets.US_ASCII);
    int cut = text.indexOf("signature=");
    Files.writeString(folder.resolve("body"), text.substring(0, cut));
    String signature = text.substring(cut).strip().split(" ")[1];
    Files.write(folder.resolve("sig"), Base64.getDecoder().decode(signature));
    Files.write(folder.resolve("root.pub"), ROOT.verificationKey().pem());

    OpenSsl.Result result =
        OpenSsl.run(folder, "dgst", "-sha256", "-verify", "root.pub", "-signature", "sig", "body");

    assertThat(result.output()).contains("Verified OK");
  }

  @Test
  void refusesAnOlderSetThanItHasSeen() {
    SignedKeySet old = signed(FIRST);
    SignedKeySet newer = signed(FIRST.next());

    assertRefused(
        RefusalCode.KEY_SET_ROLLBACK, () -> verify(file(old), Optional.of(SeenKeySet.of(newer))));
    assertThat(verify(file(newer), Optional.of(SeenKeySet.of(old)))).isSameAs(newer);
    assertThat(verify(file(old), Optional.of(SeenKeySet.of(old)))).isSameAs(old);
  }

  @Test
  void refusesTwoSetsOfOneVersion() {
    SignedKeySet one = signed(FIRST);
    SignedKeySet other = signed(FIRST.with(NEXT, KeyRole.RELEASE));

    assertRefused(
        RefusalCode.KEY_SET_FORKED, () -> verify(file(other), Optional.of(SeenKeySet.of(one))));
  }

  @Test
  void remembersWhatItSaw() {
    SeenKeySet seen = SeenKeySet.of(signed(FIRST.next()));

    assertThat(SeenKeySet.read(seen.bytes(), "memory")).isEqualTo(seen);
    assertRefused(RefusalCode.KEY_SET_FORM, () -> SeenKeySet.read(new byte[] {'?'}, "memory"));
  }

  @Test
  void followsAChangeOfTheRootThatBothSigned() {
    KeySetFile file = file(signed(FIRST));
    KeySet changed = FIRST.next().with(root(NEW_ROOT));
    file = file.with(SignedKeySet.unsigned(changed).sign(ROOT).sign(NEW_ROOT));
    for (int i = 0; i < 3; i++) {
      file = file.with(SignedKeySet.unsigned(file.newest().set().next()).sign(NEW_ROOT));
    }

    assertThat(verify(file, Optional.empty()).set().version()).isEqualTo(5);
    assertThat(file.sets()).extracting(s -> s.set().version()).containsExactly(1L, 2L, 5L);
    KeySetFile last = file;
    assertThat(KeySetVerifier.verify(last, root(NEW_ROOT), Optional.empty()).set().version())
        .isEqualTo(5);
  }

  @Test
  void countsDifferentKeysOfThePinOnly() {
    SignedKeySet set = SignedKeySet.unsigned(FIRST).sign(ROOT).sign(ROOT).sign(NEW_ROOT);
    RootKeys both =
        RootKeys.all(List.of(ROOT.verificationKey(), SigningKey.generate().verificationKey()));

    assertRefused(
        RefusalCode.KEY_SET_ROOT, () -> KeySetVerifier.verify(file(set), both, Optional.empty()));
  }

  @Test
  void retiresTheActiveKeysOfOneRole() {
    KeySet set =
        FIRST
            .next()
            .retire(KeyRole.RELEASE, new TreeMap<>(Map.of("face-detect", "v1.2.0")))
            .with(NEXT, KeyRole.RELEASE);

    ListedKey old = set.key(RELEASE.hint()).orElseThrow();
    assertThat(old.state()).isEqualTo(KeyState.RETIRED);
    assertThat(old.until()).isEqualTo(2);
    assertThat(set.key(NEXT.hint()).orElseThrow().since()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}:{1} {2}")
  @CsvSource({
    "face-detect,v1.2.0,true",
    "face-detect,v1.2.0-rc.1,true",
    "face-detect,v1.10.0,false",
    "face-detect,v1.2.1-alpha,false",
    "face-detect,v0.99999999999999999999.0,true",
    "face-detect,V1.0.0,false",
    "license-plate,v1.0.0,false"
  })
  void aRetiredKeyVouchesUpToItsLastRelease(String name, String version, boolean may) {
    KeySet set =
        FIRST.next().retire(KeyRole.RELEASE, new TreeMap<>(Map.of("face-detect", "v1.2.0")));

    assertThat(set.key(RELEASE.hint()).orElseThrow().mayVouchFor(name, version)).isEqualTo(may);
  }

  @Test
  void aRevokedKeyVouchesForNothing() {
    KeySet set = FIRST.next().revoke(RELEASE.hint(), "stolen");

    assertThat(set.key(RELEASE.hint()).orElseThrow().mayVouchFor("face-detect", "v0.0.1"))
        .isFalse();
    assertRefused(RefusalCode.KEY_SET_CHANGE, () -> set.revoke(RELEASE.hint(), "again"));
    assertRefused(RefusalCode.KEY_SET_CHANGE, () -> set.revoke("nobody's", "stolen"));
    assertRefused(RefusalCode.KEY_SET_CHANGE, () -> FIRST.next().revoke(RELEASE.hint(), "ä"));
    assertRefused(RefusalCode.KEY_SET_CHANGE, () -> FIRST.next().revoke(RELEASE.hint(), "a\nb"));
  }

  @Test
  void aKeyHasOneRole() {
    assertRefused(RefusalCode.KEY_SET_CHANGE, () -> FIRST.with(RELEASE, KeyRole.EVIDENCE));
    assertRefused(
        RefusalCode.KEY_SET_CHANGE, () -> FIRST.with(ROOT.verificationKey(), KeyRole.RELEASE));
  }

  @Test
  void aClockBeforeTheSetIsNoClock() {
    Lifetime lifetime =
        new Lifetime(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));

    lifetime.require(Instant.parse("2026-06-01T00:00:00Z"));
    assertRefused(RefusalCode.CLOCK, () -> lifetime.require(Instant.EPOCH));
    assertRefused(
        RefusalCode.KEY_SET_EXPIRED, () -> lifetime.require(Instant.parse("2027-01-01T00:00:00Z")));
  }

  @Test
  void aHugeFileIsRefusedBeforeItIsRead() {
    byte[] huge = new byte[KeySetFile.MAX_BYTES + 1];
    assertRefused(RefusalCode.KEY_SET_FORM, () -> KeySetFile.read(huge));
  }

  private static void assertRefused(RefusalCode code, Runnable work) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  private static SignedKeySet verify(KeySetFile file, Optional<SeenKeySet> seen) {
    return KeySetVerifier.verify(file, root(ROOT), seen);
  }

  private static KeySetFile file(SignedKeySet set) {
    return new KeySetFile(Collections.singletonList(set));
  }

  private static SignedKeySet signed(KeySet set) {
    return SignedKeySet.unsigned(set).sign(ROOT);
  }

  private static RootKeys root(SigningKey key) {
    return RootKeys.all(List.of(key.verificationKey()));
  }
}
