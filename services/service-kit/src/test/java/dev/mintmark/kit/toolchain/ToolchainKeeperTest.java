package dev.mintmark.kit.toolchain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainKeeperTest {
  private static final Run REBUILD = new Run("rebuild-3");

  @TempDir Path folder;
  private Path app;
  private ArtifactStore store;
  private final Pointers pointers = new MemoryPointers();
  private Tree tree;
  private byte[] document;

  @BeforeEach
  void start() throws IOException {
    app = folder.resolve("app");
    Files.createDirectories(app.resolve("lib"));
    Files.writeString(app.resolve("run.jar"), "runs");
    Files.writeString(app.resolve("lib/a.jar"), "helps");
    store = new FolderArtifactStore(folder.resolve("store"));
    tree = Tree.of(app);
    document = document(tree.digest());
    configured();
  }

  @Test
  void storesTheDistributionAndNamesIt() throws IOException {
    ToolchainKeeper keeper = keeper(Run.LIVE);
    keeper.keep();

    assertThat(keeper.name()).contains(Digest.of(document).toString());
    assertThat(store.read(Digest.of(document), 1000)).isEqualTo(document);
    assertThat(store.readTree(tree.artifact())).isEqualTo(tree);
    for (Tree.Entry file : tree.entries()) {
      assertThat(store.read(file.digest(), 1000))
          .isEqualTo(Files.readAllBytes(app.resolve(file.path())));
    }
  }

  @Test
  void goesOnOnceTheRightFileIsBack() throws IOException {
    Files.writeString(app.resolve("lib/a.jar"), "hurts");
    ToolchainKeeper keeper = keeper(Run.LIVE);
    assertThatThrownBy(keeper::keep).hasMessageEndingWith("(KIT-070)");

    Files.writeString(app.resolve("lib/a.jar"), "helps");
    keeper.keep();

    assertThat(store.size(Digest.of(document))).isPresent();
  }

  @Test
  void storesNothingThatIsThere() throws IOException {
    keeper(Run.LIVE).keep();
    Files.delete(app.resolve("run.jar"));

    keeper(Run.LIVE).keep();
  }

  @Test
  void saysWhatItRunsAsBeforeAHandOffDoes() throws IOException {
    keeper(Run.LIVE).keep();
    assertThat(pointers.read("consumers/sbom/toolchain-0").orElseThrow())
        .asString()
        .isEqualTo(Digest.of(document).toString());

    document = document(tree.digest(), "2");
    configured();
    keeper(Run.LIVE).keep();

    assertThat(pointers.read("consumers/sbom/toolchain-0").orElseThrow())
        .asString()
        .isEqualTo(Digest.of(document).toString());
  }

  @Test
  void storesAgainWhatNothingSaidWasInUse() throws IOException {
    store.put(document, "application/json");

    keeper(Run.LIVE).keep();

    assertThat(store.readTree(tree.artifact())).isEqualTo(tree);
  }

  @Test
  void aRebuildNotesOnlyTheDocument() {
    ToolchainKeeper keeper = keeper(REBUILD);
    keeper.keep();

    assertThat(pointers.list("consumers/", null, 1)).isEmpty();

    assertThat(keeper.name()).contains(Digest.of(document).toString());
    assertThat(store.size(Digest.of(document))).isPresent();
    assertThat(store.size(tree.digest())).isEmpty();
  }

  @Test
  void refusesAFileThatWasChangedUnderTheRunningService() throws IOException {
    Files.writeString(app.resolve("lib/a.jar"), "hurts");

    assertRefused("KIT-070", "lib/a.jar");
    assertThat(store.size(Digest.of(document))).as("nothing names it").isEmpty();
  }

  @Test
  void refusesAChangedFileAlsoWhereTheRightOneIsStored() throws IOException {
    store.put(app.resolve("lib/a.jar"), "application/java-archive");
    Files.writeString(app.resolve("lib/a.jar"), "hurts");

    assertRefused("KIT-070", "lib/a.jar");
  }

  @Test
  void refusesADistributionThatLacksAFile() throws IOException {
    Files.delete(app.resolve("run.jar"));

    assertRefused("KIT-070", "run.jar");
  }

  @Test
  void refusesAListThatIsNotTheDocuments() throws IOException {
    document = document(Digest.of(new byte[0]));
    configured();

    assertRefused("KIT-071", "the list of its files");
  }

  @Test
  void namesNothingWhereNobodySaidWhatItRunsAs() {
    ToolchainKeeper keeper = new ToolchainKeeper(Optional.empty(), Run.LIVE, "0", store, pointers);
    keeper.keep();

    assertThat(keeper.name()).isEmpty();
  }

  private void assertRefused(String code, String what) {
    assertThatThrownBy(() -> keeper(Run.LIVE).keep())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(what)
        .hasMessageEndingWith("(" + code + ")");
  }

  private void configured() throws IOException {
    Files.write(folder.resolve("toolchain.json"), document);
    Files.write(folder.resolve("files"), tree.bytes());
  }

  private ToolchainKeeper keeper(Run run) {
    KitConfig.Toolchain config =
        new KitConfig.Toolchain() {
          @Override
          public Path document() {
            return folder.resolve("toolchain.json");
          }

          @Override
          public Path files() {
            return folder.resolve("files");
          }

          @Override
          public Path folder() {
            return app;
          }
        };
    return new ToolchainKeeper(Optional.of(config), run, "0", store, pointers);
  }

  private static byte[] document(Digest distribution) {
    return document(distribution, "1");
  }

  private static byte[] document(Digest distribution, String version) {
    return "{\"step\":\"sbom\",\"version\":\"%s\",\"distribution\":\"%s\"}"
        .formatted(version, distribution)
        .getBytes(UTF_8);
  }
}
