package dev.mintmark.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.PushableRegistry;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KitImportTest extends KitWorld {
  @ParameterizedTest(name = "referrers API: {0}")
  @ValueSource(booleans = {true, false})
  void bringsEverythingIntoAnEmptyRegistryTheTagLast(boolean referrersApi) throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(referrersApi)) {
      Imported imported = verified(kit).to(destination(target), Credentials.anonymous());

      assertThat(imported.index()).isEqualTo(release.index.digest());
      assertThat(imported.found()).isZero();
      assertThat(target.requests().getLast())
          .isEqualTo("PUT /v2/" + SignedRelease.REPOSITORY + "/manifests/v1.0.0");
      assertThat(target.tags().keySet())
          .contains("v1.0.0", "sha256-" + release.index.digest().hex() + ".sig");
      assertVerifies(target);
    }
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(false)) {
      target.fail("PUT", 1000);
      CommandException away =
          refusal(() -> verified(kit).to(destination(target), Credentials.anonymous()));
      assertThat(away.code()).isEqualTo("CLI-020");
      assertThat(away.exit()).isEqualTo(Exit.NOT_REACHABLE);
      assertThat(target.tags()).isEmpty();

      target.fail("none", 0);
      verified(kit).to(destination(target), Credentials.anonymous());
      long puts = target.count("PUT");
      Imported again = verified(kit).to(destination(target), Credentials.anonymous());

      assertThat(again.sent()).isZero();
      assertThat(target.count("PUT")).isEqualTo(puts);
      assertVerifies(target);
    }
  }

  @Test
  void movesNoTagThatIsAnotherManifests() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(true);
        TinyRegistry elsewhere = new TinyRegistry(SignedRelease.REPOSITORY)) {
      verified(kit).to(destination(target), Credentials.anonymous());
      SignedRelease other = new SignedRelease(elsewhere, STRANGER);
      assertThat(other.index).isEqualTo(release.index);
      Path strangers =
          new KitExport(
                  elsewhere.uri(),
                  ImageReference.parse(RELEASE),
                  Trust.in(STRANGER.verificationKey()),
                  EvidencePolicy.NONE,
                  Optional.empty(),
                  Optional.empty(),
                  console())
              .to(folder.resolve("other.tar"))
              .file();
      long posts = target.count("POST");

      CommandException taken =
          refusal(() ->
              KitImport.verified(
                      strangers,
                      Optional.of(STRANGER.verificationKey()),
                      EvidencePolicy.NONE,
                      console())
                  .to(destination(target), Credentials.anonymous()));

      assertThat(taken.code()).isEqualTo("CLI-126");
      assertThat(target.count("POST")).isEqualTo(posts);
    }
  }

  @Test
  void unpacksToALayout() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    Path layout = folder.resolve("layout");

    Imported imported = verified(kit).to(layout);

    assertThat(imported.release()).isEqualTo("face-detect:v1.0.0");
    assertThat(layout.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    String index = release.index.digest().hex();
    assertThat(Digest.of(layout.resolve("blobs/sha256/" + index)).hex()).isEqualTo(index);
    assertThat(refusal(() -> verified(kit).to(layout)).code()).isEqualTo("CLI-127");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(kit, layout);
    }
  }

  @Test
  void trustsTheKeyInAKitOnlyWhenToldSoAndShowsIt() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();

    KitImport.verified(kit, Optional.empty(), EvidencePolicy.NONE, console());

    String fingerprint = Fingerprint.of(KEY.verificationKey());
    assertThat(said.toString()).contains(fingerprint, "on your word alone");
    assertThat(KitImport.ownFingerprint(kit, console())).isEqualTo(fingerprint);
  }

  @Test
  void refusesAKitOfAnotherKey() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();

    CommandException refused =
        refusal(() ->
            KitImport.verified(
                kit, Optional.of(STRANGER.verificationKey()), EvidencePolicy.NONE, console()));

    assertThat(refused.code()).isEqualTo("CLI-125");
    assertThat(refused).hasMessageContaining("VER-014");
  }

  @Test
  void goesToARepositoryOfAnotherName() throws IOException {
    Path kit = export("kit.tar", RELEASE, KEY).file();
    try (PushableRegistry target = new PushableRegistry(true)) {
      Destination mirror = Destination.parse(target.uri().getAuthority() + "/mirror/face-detect");

      Imported imported = verified(kit).to(mirror, Credentials.anonymous());

      assertThat(imported.where()).endsWith("/mirror/face-detect");
      assertThat(target.requests().getLast())
          .isEqualTo("PUT /v2/mirror/face-detect/manifests/v1.0.0");
    }
  }
}
