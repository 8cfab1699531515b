package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Tars.Entry;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.content.Digest;
import dev.mintmark.verify.OpenSsl;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.policy.Policy;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.release.StatementSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KitExportTest extends KitWorld {
  @Test
  void holdsEverythingAboutTheReleaseAndFilesForPeople() throws IOException {
    Exported exported = export("kit.tar", RELEASE, KEY);

    assertThat(exported.release()).isEqualTo("face-detect:v1.0.0");
    assertThat(exported.index()).isEqualTo(release.index.digest());
    // Index, image, model; of each a bundle and a signature tag; two SBOMs, the statement and the
    // signature of the model's files.
    assertThat(exported.manifests()).isEqualTo(13);
    List<Entry> members = Tars.read(exported.file());
    assertThat(members)
        .extracting(Entry::name)
        .filteredOn(name -> !name.startsWith("blobs/"))
        .containsExactly(
            "INSTRUCTIONS.txt",
            "index.json",
            "keys/release.pub",
            "oci-layout",
            "release/cpu-amd64/release.env",
            "release/cpu-amd64/release.env.sig",
            "sbom/cpu-amd64-image.cdx.json",
            "sbom/cpu-amd64-model.cdx.json");
    assertThat(members).extracting(Entry::name).isSorted();
    assertThat(new String(members.getFirst().content(), UTF_8))
        .contains(release.index.digest().toString(), Fingerprint.of(KEY.verificationKey()))
        .doesNotContain("${");
    assertThat(folder)
        .isDirectoryContaining("glob:**/kit.tar")
        .isDirectoryNotContaining("glob:**part");
  }

  @Test
  void isTheSameBytesEachTimeByTagAndByDigest() throws IOException {
    Exported first = export("first.tar", RELEASE, KEY);
    Exported second = export("second.tar", REPOSITORY + "@" + release.index.digest(), KEY);

    assertThat(second.digest()).isEqualTo(first.digest()).isEqualTo(Digest.of(second.file()));
    assertThat(Files.mismatch(first.file(), second.file())).isEqualTo(-1);
  }

  static Stream<Arguments> releases() {
    return Stream.of(
        changed("layer", r -> r.tamper(SignedRelease.layer())),
        changed("missing layer", r -> r.remove(SignedRelease.layer())),
        changed("bundle", r -> r.tamper(r.indexBundle)),
        changed("statement", r -> r.tamper(r.statement)),
        changed("missing model", r -> r.remove(r.model.digest())));
  }

  private static Arguments changed(String name, Consumer<SignedRelease> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void doesNotExportWhatDoesNotVerify(String name, Consumer<SignedRelease> change)
      throws IOException {
    change.accept(release);

    CommandException refused = refusal(() -> export("kit.tar", RELEASE, KEY));

    assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void doesNotExportAReleaseUnderAnothersTag() {
    registry.tag("v2.0.0", release.index.digest());

    CommandException refused =
        refusal(() -> export("kit.tar", SignedRelease.REPOSITORY + ":v2.0.0", KEY));

    assertThat(refused.code()).isEqualTo("CLI-125");
    assertThat(refused).hasMessageContaining("for the version v1.0.0, not for v2.0.0");
  }

  @Test
  void carriesTheSignatureThatHoldsAndNoOther() throws Exception {
    byte[] env = registry.served(release.statement);
    String good = Digest.of(StatementSignature.sign(env, KEY)).hex();
    int garbage = 0;
    while (Digest.of(signature(garbage)).hex().compareTo(good) > 0) {
      garbage++;
    }
    release.attachCopy(signature(garbage));

    List<Entry> members = Tars.read(export("kit.tar", RELEASE, KEY).file());

    Files.write(folder.resolve("env"), content(members, "release/cpu-amd64/release.env"));
    Files.write(
        folder.resolve("der"),
        StatementSignature.read(content(members, "release/cpu-amd64/release.env.sig")));
    Files.write(folder.resolve("pub"), content(members, "keys/release.pub"));
    assertThat(
            OpenSsl.run(folder, "dgst", "-sha256", "-verify", "pub", "-signature", "der", "env")
                .output())
        .contains("Verified OK");
  }

  private static byte[] signature(int number) {
    return (Base64.getEncoder().encodeToString(("garbage" + number).getBytes(UTF_8)) + "\n")
        .getBytes(UTF_8);
  }

  private static byte[] content(List<Entry> members, String name) {
    return members.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow()
        .content();
  }

  @Test
  void carriesTheEvidenceKeyThatAttested() throws IOException {
    SigningKey retired = SigningKey.generate();
    release.attest(retired);
    KeySet set =
        KeySet.first(RootKeys.all(List.of(STRANGER.verificationKey())))
            .with(KEY.verificationKey(), KeyRole.RELEASE)
            .with(retired.verificationKey(), KeyRole.EVIDENCE)
            .next()
            .retire(KeyRole.EVIDENCE, new TreeMap<>())
            .with(SigningKey.generate().verificationKey(), KeyRole.EVIDENCE);
    Path kit =
        new KitExport(
                registry.uri(),
                ImageReference.parse(RELEASE),
                Trust.in(set, Policy.OPEN, Instant.EPOCH),
                new EvidencePolicy(List.of(), true),
                Optional.empty(),
                Optional.empty(),
                console())
            .to(folder.resolve("kit.tar"))
            .file();

    assertThat(content(Tars.read(kit), "keys/evidence.pub"))
        .isEqualTo(retired.verificationKey().pem());
    verified(kit);
    Path changed =
        Tars.changed(
            kit,
            members ->
                members.replaceAll(entry ->
                    entry.name().equals("keys/evidence.pub")
                        ? Entry.file(entry.name(), SigningKey.generate().verificationKey().pem())
                        : entry));
    assertThat(refusal(() -> verified(changed)).code()).isEqualTo("CLI-123");
  }
}
