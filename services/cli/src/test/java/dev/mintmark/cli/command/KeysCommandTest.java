package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from their making to a release that they vouch for, or no more. */
class KeysCommandTest {
  private static final String RELEASE = SignedRelease.REPOSITORY + ":v1.0.0";
  private static final String PASSWORD = "pässword";

  @TempDir Path folder;
  private final TinyRegistry registry = new TinyRegistry(SignedRelease.REPOSITORY);
  private SignedRelease release;
  private CommandRun last = new CommandRun(Path.of("."));

  @BeforeEach
  void make() {
    ok("keys", "create", "root", "--keys", "k");
    ok("keys", "create", "release", "--keys", "k");
    release = new SignedRelease(registry, key("release"));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void makesKeysThatTheirOwnerAloneMayRead() throws IOException {
    for (String name : List.of("root", "release")) {
      assertThat(mode("k/" + name + ".key")).isEqualTo("rw-------");
      assertThat(mode("k/" + name + ".pub")).isEqualTo("rw-r--r--");
    }
    assertThat(mode("k/keyset.txt")).isEqualTo("rw-r--r--");
    ok("keys", "list", "--keys", "k");
    assertThat(last.out()).contains("role", "release", "active", "version 2 of the key set holds");
  }

  @Test
  void listsAsJson() throws IOException {
    ok("keys", "list", "--keys", "k", "--json");
    JsonNode json = new ObjectMapper().readTree(last.out());
    assertThat(json.path("version").asInt()).isEqualTo(2);
    assertThat(json.at("/keys/0/role").asText()).isEqualTo("release");
    assertThat(json.at("/keys/0/name").asText()).isEqualTo("release");
    assertThat(json.at("/root/keys")).hasSize(1);
  }

  @Test
  void aReleaseVerifiesByItsRoot() {
    ok(verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));
    ok(verify("--key", "k/release.pub"));
  }

  @Test
  void aRetiredKeyStillVouchesUpToItsBound() {
    ok("keys", "rotate", "release", "--keys", "k", "--last", "face-detect:v1.0.0");

    ok(verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));
    assertThat(refused("VER-014", verify("--key", "k/release.pub"))).isNotEmpty();
    ok(verify("--key", "k/release-until-3.pub"));
    ok("keys", "list", "--keys", "k");
    assertThat(last.out()).contains("retired", "release-until-3", "up to {face-detect=v1.0.0}");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"face-detect:v0.9.9", "license-plate:v1.0.0"})
  void aRetiredKeyVouchesForNothingBeyondItsBound(String bound) {
    ok("keys", "rotate", "release", "--keys", "k", "--last", bound);

    refused("VER-059", verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));
  }

  @Test
  void aRevokedKeyVouchesForNothing() {
    ok("keys", "revoke", "release", "--reason", "stolen", "--keys", "k");

    String said = refused("VER-058", verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));
    assertThat(said).contains("stolen");
  }

  @Test
  void anOlderKeySetIsRefusedOnceANewerOneWasSeen() throws IOException {
    Files.copy(folder.resolve("k/keyset.txt"), folder.resolve("old.txt"));
    ok("keys", "create", "evidence", "--keys", "k");
    ok(verify("--root", "k/root.pub", "--key-set", "old.txt"));
    ok(verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));

    refused("VER-053", verify("--root", "k/root.pub", "--key-set", "old.txt"));
  }

  @Test
  void aKeySetOfAnotherRootIsRefused() {
    ok("keys", "create", "root", "--keys", "other");

    refused("VER-052", verify("--root", "other/root.pub", "--key-set", "k/keyset.txt"));
    refused("VER-052", "keys", "list", "--keys", "k", "--root", "other/root.pub");
    refused("VER-052", "keys", "create", "verdict", "--keys", "k", "--root-key", "other/root.key");
    assertThat(folder.resolve("k/verdict.key")).doesNotExist();
  }

  @Test
  void whoPinsAnOldRootFollowsToTheNewOne() throws IOException {
    Files.copy(folder.resolve("k/root.pub"), folder.resolve("pinned.pub"));
    ok("keys", "rotate", "root", "--keys", "k");
    ok("keys", "create", "evidence", "--keys", "k");

    ok(verify("--root", "pinned.pub", "--key-set", "k/keyset.txt"));
    ok(verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));
    refused(
        "VER-052", "keys", "create", "verdict", "--keys", "k", "--root-key", "k/root-until-3.key");
  }

  @Test
  void twoOfThreeRootKeysMustSign() {
    ok("keys", "create", "root", "--keys", "three", "--roots", "3", "--threshold", "2");

    refused("VER-052", "keys", "create", "release", "--keys", "three");
    ok(
        "keys",
        "create",
        "release",
        "--keys",
        "three",
        "--root-key",
        "three/root.key",
        "--root-key",
        "three/root-3.key");
  }

  @Test
  void aKitCarriesTheKeySet() throws IOException {
    ok(
        "export",
        RELEASE,
        "kit.tar",
        "--registry",
        registry.uri().toString(),
        "--root",
        "k/root.pub",
        "--key-set",
        "k/keyset.txt");
    Files.move(folder.resolve("k/keyset.txt"), folder.resolve("away.txt"));
    ok("keys", "create", "root", "--keys", "other");

    ok("import", "kit.tar", "--root", "k/root.pub", "--to-layout", "layout");
    ok("import", "kit.tar", "--key", "k/release.pub", "--to-layout", "layout-2");
    refused("VER-052", "import", "kit.tar", "--root", "other/root.pub", "--to-layout", "no");
    assertThat(folder.resolve("no")).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "thresholds: {release: 2}|VER-071",
        "securityFloor: 1|VER-073",
        "releases: [{name: license-plate}]|VER-072",
        "releases: [{name: face-detect, source: 'https://git.example.com/vision'}]|VER-072",
        "attestations: [{predicate: 'https://slsa.dev/provenance/v1', role: evidence}]|VER-074",
        "attestations: [{predicate: 'https://x', role: verdict, on: images}]|VER-074",
        "attestations: [{predicate: 'https://x', role: verdict, on: models}]|VER-074",
        "expiry: require|VER-055",
        "unknown: 1|VER-070",
      })
  void aPolicyRefuses(String wish, String code) throws IOException {
    policy(wish);

    refused(code, verify("--policy", "policy.yaml"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "thresholds: {release: 1}",
        "securityFloor: 0",
        "releases: [{name: license-plate}, {name: 'face-*'}]",
        "expiry: judge",
      })
  void aPolicyAllows(String wish) throws IOException {
    policy(wish);

    ok(verify("--policy", "policy.yaml"));
    assertThat(last.out()).contains("policy cpu-amd64");
  }

  @Test
  void twoKeysOfAThresholdMakeTheRelease() throws IOException {
    ok("keys", "create", "release", "--keys", "k", "--name", "second");
    policy("thresholds: {release: 2}");
    refused("VER-071", verify("--policy", "policy.yaml"));
    release.signAlso(key("release"), key("second"));

    ok(verify("--policy", "policy.yaml"));
    ok("keys", "revoke", "second", "--reason", "lost", "--keys", "k");
    refused("VER-071", verify("--policy", "policy.yaml"));
  }

  @Test
  void anAttestationOfTheRightKeyAboutTheRightThingIsFound() throws IOException {
    ok("keys", "create", "verdict", "--keys", "k");
    policy("attestations: [{predicate: 'https://x', role: verdict, where: {outcome: GOOD}}]");
    release.attest(key("release"), "https://x", Map.of("outcome", "GOOD"));
    refused("VER-074", verify("--policy", "policy.yaml"));
    release.attest(key("verdict"), "https://x", Map.of("outcome", "BAD"));
    refused("VER-074", verify("--policy", "policy.yaml"));
    release.attest(key("verdict"), "https://x", Map.of("outcome", "GOOD"));

    ok(verify("--policy", "policy.yaml"));
    assertThat(last.out()).contains("attested: https://x");
  }

  /** An index without models has no statement that a bound or a policy could be held against. */
  @Test
  void anIndexWithoutModelsEscapesNeitherBoundsNorPolicies() throws IOException {
    release.signWithoutModels(key("release"), "bare");
    String[] bare = verify("--root", "k/root.pub", "--key-set", "k/keyset.txt");
    bare[1] = SignedRelease.REPOSITORY + ":bare";
    ok(bare);
    policy("releases: [{name: license-plate}]");
    String[] asked = verify("--policy", "policy.yaml");
    asked[1] = bare[1];
    refused("VER-072", asked);
    ok("keys", "rotate", "release", "--keys", "k", "--last", "face-detect:v1.0.0");

    refused("VER-059", bare);
  }

  @Test
  void theKeySetSaysWhichEvidenceKeysAreBelieved() {
    ok("keys", "create", "root");
    ok("keys", "create", "release");
    ok("keys", "create", "evidence");
    try (TinyRegistry own = new TinyRegistry(SignedRelease.REPOSITORY)) {
      new SignedRelease(own, SigningKey.read(folder.resolve("keys/release.key")))
          .attest(SigningKey.read(folder.resolve("keys/evidence.key")));
      String[] verify = {
        "verify", RELEASE, "--registry", own.uri().toString(), "--require-evidence"
      };
      ok(verify);
      ok("keys", "rotate", "evidence");
      ok(verify);
      assertThat(last.out()).contains("SBOM attested of image linux/amd64");
      ok("keys", "revoke", "evidence-until-4", "--reason", "stolen");
      assertThat(refused("VER-058", verify)).contains("stolen");
      refused(
          "VER-058",
          "verify",
          RELEASE,
          "--registry",
          own.uri().toString(),
          "--evidence-key",
          "keys/evidence-until-4.pub");
      refused("VER-058", "export", RELEASE, "kit.tar", "--registry", own.uri().toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"face-detect:v1.0.0,", "face-detect:v0.9.9,VER-059", "license-plate:v1.0.0,VER-059"})
  void aRetiredEvidenceKeyIsHeldToItsBound(String bound, @Nullable String code) {
    ok("keys", "create", "evidence", "--keys", "k");
    release.attest(key("evidence"));
    ok("keys", "rotate", "evidence", "--keys", "k", "--last", bound);

    String[] verify = verify("--root", "k/root.pub", "--key-set", "k/keyset.txt");
    if (code == null) {
      ok(verify);
    } else {
      refused(code, verify);
    }
  }

  @Test
  void aThresholdOfEvidenceKeysIsCounted() throws IOException {
    ok("keys", "create", "evidence", "--keys", "k");
    release.attest(key("evidence"));
    policy("thresholds: {evidence: 1}");
    ok(verify("--policy", "policy.yaml"));
    policy("thresholds: {evidence: 2}");

    refused("VER-071", verify("--policy", "policy.yaml"));
  }

  @Test
  void aRetiredVerdictKeyIsHeldToItsBound() throws IOException {
    ok("keys", "create", "verdict", "--keys", "k");
    policy("attestations: [{predicate: 'https://x', role: verdict}]");
    release.attest(key("verdict"), "https://x", Map.of("outcome", "GOOD"));
    ok(verify("--policy", "policy.yaml"));
    ok("keys", "rotate", "verdict", "--keys", "k", "--last", "face-detect:v0.9.9");

    refused("VER-074", verify("--policy", "policy.yaml"));
    assertThat(last.out()).contains("VER-059");
  }

  @Test
  void anAttestationMayBeAsLargeAsAnSbom() throws IOException {
    ok("keys", "create", "verdict", "--keys", "k");
    policy("attestations: [{predicate: 'https://x', role: verdict, where: {outcome: GOOD}}]");
    release.attest(
        key("verdict"), "https://x", Map.of("outcome", "GOOD", "more", "x".repeat(2 << 20)));

    ok(verify("--policy", "policy.yaml"));
  }

  @Test
  void aKeySetThatIsNamedIsNeverIgnored() throws IOException {
    ok("keys", "create", "root");
    policy("securityFloor: 0");
    misused("CLI-152", verify("--policy", "policy.yaml", "--key-set", "k/keyset.txt"));
    policyOfKeys();
    misused("CLI-152", verify("--policy", "policy.yaml", "--key-set", "k/keyset.txt"));
    misused("CLI-152", verify("--key", "k/release.pub", "--key-set", "k/keyset.txt"));
    misused(
        "CLI-151", "image", "verify", registry.host() + "/" + RELEASE, "--key-set", "nowhere.txt");
  }

  @Test
  void rootKeysThatNoSetCanHaveAreRefused() throws IOException {
    ok("keys", "create", "root", "--keys", "many", "--roots", "16");
    List<String> words =
        new ArrayList<>(List.of("--key-set", "k/keyset.txt", "--root", "k/root.pub"));
    for (int i = 1; i <= 16; i++) {
      words.addAll(List.of("--root", i == 1 ? "many/root.pub" : "many/root-" + i + ".pub"));
    }
    misused("CLI-152", verify(words.toArray(String[]::new)));
    Files.copy(folder.resolve("k/root.pub"), folder.resolve("same.pub"));
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        apiVersion: mintmark.dev/policy/v1
        root: {keys: [k/root.pub, same.pub]}
        keySet: k/keyset.txt
        """);
    misused("CLI-152", verify("--policy", "policy.yaml"));
  }

  @Test
  void aForeignStatementDoesNotHideTheRightOne() {
    release.attachForeignStatement(SigningKey.generate());

    ok(verify("--root", "k/root.pub", "--key-set", "k/keyset.txt"));
  }

  @Test
  void aPolicyRevokesWhatTheSetDoesNot() throws IOException {
    String id = key("release").verificationKey().hint();
    policy("revoked: ['" + id + "']");

    refused("VER-058", verify("--policy", "policy.yaml"));
  }

  @Test
  void aPolicyMayNameKeysItself() throws IOException {
    policyOfKeys();

    ok(verify("--policy", "policy.yaml"));
  }

  private void policyOfKeys() throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        "apiVersion: mintmark.dev/policy/v1\nkeys:\n  release: [k/release.pub]\n");
  }

  @Test
  void importsACosignKeyUnderItsPassword() throws IOException {
    Path cosign = secret("cosign.key", fixture("cosign.key"));
    secret("right", PASSWORD);
    secret("wrong", "wrong");
    Files.writeString(folder.resolve("open"), PASSWORD);

    refused(
        "VER-007",
        "keys",
        "import",
        "release",
        "cosign.key",
        "--keys",
        "k",
        "--name",
        "second",
        "--password-file",
        "wrong");
    misused(
        "CLI-154",
        "keys",
        "import",
        "release",
        "cosign.key",
        "--keys",
        "k",
        "--name",
        "second",
        "--password-file",
        "open");
    misused(
        "CLI-154", "keys", "import", "release", "cosign.key", "--keys", "k", "--name", "second");
    ok(
        "keys",
        "import",
        "release",
        "cosign.key",
        "--keys",
        "k",
        "--name",
        "second",
        "--password-file",
        "right");
    assertThat(mode("k/second.key")).isEqualTo("rw-------");
    Files.setPosixFilePermissions(cosign, PosixFilePermissions.fromString("rw-r--r--"));
    refused(
        "VER-001",
        "keys",
        "import",
        "evidence",
        "cosign.key",
        "--keys",
        "k",
        "--password-file",
        "right");
  }

  @Test
  void importsAPublicKeyWhosePrivateHalfStaysElsewhere() throws IOException {
    Files.write(folder.resolve("partner.pub"), SigningKey.generate().verificationKey().pem());

    ok("keys", "import", "release", "partner.pub", "--keys", "k", "--name", "partner");
    assertThat(folder.resolve("k/partner.key")).doesNotExist();
    refused("VER-057", "keys", "import", "evidence", "partner.pub", "--keys", "k");
  }

  @Test
  void anEncryptedRootSignsUnderItsPassword() throws IOException {
    secret("right", PASSWORD);
    secret("wrong", "wrong");
    ok("keys", "create", "root", "--keys", "safe", "--encrypt", "--password-file", "right");

    assertThat(Files.readString(folder.resolve("safe/root.key"))).contains("ENCRYPTED");
    refused("VER-007", "keys", "create", "release", "--keys", "safe", "--password-file", "wrong");
    ok("keys", "create", "release", "--keys", "safe", "--password-file", "right");
    assertThat(Files.readString(folder.resolve("safe/release.key"))).doesNotContain("ENCRYPTED");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "keys create|CLI-000",
        "keys create admin --keys k|CLI-155",
        "keys create root --keys x --threshold 2|CLI-155",
        "keys create root --keys k|CLI-153",
        "keys create release --keys k|CLI-153",
        "keys create release --keys k --name ../x|CLI-155",
        "keys create evidence --keys k --name root-2|CLI-155",
        "keys create evidence --keys k --expires 2001-01-01|CLI-155",
        "keys rotate root --keys k --last a:v1.0.0|CLI-155",
        "keys revoke release --keys k|CLI-000",
        "verify vision/face-detect:v1.0.0 --root k/root.pub --policy p.yaml|CLI-152",
        "verify vision/face-detect:v1.0.0 --key k/release.pub --root k/root.pub|CLI-152",
        "verify vision/face-detect:v1.0.0 --root k/root.pub|CLI-152",
        "verify vision/face-detect:v1.0.0 --policy nowhere.yaml|CLI-151",
        "import kit.tar --key k/release.pub --root k/root.pub --to-layout x|CLI-124",
      })
  void misuseIsSaid(String words, String code) {
    misused(code, words.split(" "));
  }

  @Test
  void withoutAKeySetItSaysHowToMakeOne() {
    CommandRun run = new CommandRun(folder);
    assertThat(run.run("keys", "list", "--keys", "none")).isEqualTo(1);
    assertThat(run.err()).contains("mintmark keys create root", "(CLI-150)");
  }

  private SigningKey key(String name) {
    return SigningKey.read(folder.resolve("k").resolve(name + ".key"));
  }

  private String[] verify(String... options) {
    List<String> words =
        new ArrayList<>(List.of("verify", RELEASE, "--registry", registry.uri().toString()));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  private void policy(String wish) throws IOException {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        apiVersion: mintmark.dev/policy/v1
        root:
          keys: [k/root.pub]
        keySet: k/keyset.txt
        """
            + wish
            + "\n");
  }

  private void ok(String... words) {
    ends(0, words);
  }

  private String refused(String code, String... words) {
    ends(3, words);
    assertThat(last.out() + last.err()).contains(code);
    return last.out() + last.err();
  }

  private void misused(String code, String... words) {
    ends(2, words);
    assertThat(last.err()).contains(code);
  }

  private void ends(int exit, String... words) {
    last = new CommandRun(folder);
    assertThat(last.run(words)).as(() -> last.out() + last.err()).isEqualTo(exit);
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String fixture(String name) throws IOException {
    return Files.readString(
        Path.of("../../libs/verify/src/test/resources/encrypted").resolve(name));
  }
}
