package dev.mintmark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.TarFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the image that are members of gzipped tars, such as npm's packages. */
class TarMembersTest {
  @TempDir Path folder;
  private Inputs inputs;

  @BeforeEach
  void setUp() {
    inputs = new Inputs(new FolderArtifactStore(folder.resolve("store")));
  }

  private static TarFixture tar() {
    return new TarFixture()
        .directory("package/", 0755)
        .bytes("package/x64/libonnxruntime.so", 0644, Inputs.AMD64)
        .bytes("./package/arm64/libonnxruntime.so", 0644, Inputs.ARM64)
        .symlink("package/link", "x64/libonnxruntime.so")
        .file("package/twice", 0644, "one")
        .file("./package/twice", 0644, "two");
  }

  private void take(byte[] archive, String amd64, String arm64) {
    inputs.jar = inputs.put(archive, MediaTypes.OCTET_STREAM);
    inputs.files.clear();
    inputs.files.add(inputs.library("linux/amd64", amd64));
    inputs.files.add(inputs.library("linux/arm64", arm64));
  }

  private void take(String member) {
    byte[] archive = DebFixture.compress(".gz", tar().build());
    take(archive, member, "package/arm64/libonnxruntime.so");
  }

  private BuiltImage build() throws IOException {
    return BuiltImage.of(inputs, folder.resolve("work"), 2);
  }

  @Test
  void makesTheSameLayersAsAZipOfTheSameFiles() throws IOException {
    BuiltImage fromZip = build();
    take("package/x64/libonnxruntime.so");
    BuiltImage fromTar = build();

    assertThat(fromTar.image(0).getLayers()).isEqualTo(fromZip.image(0).getLayers());
    assertThat(fromTar.image(1).getLayers()).isEqualTo(fromZip.image(1).getLayers());
    assertThat(fromTar.files().rows())
        .anySatisfy(
            row -> assertThat(row.input().member()).isEqualTo("package/x64/libonnxruntime.so"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "package/none, IMG-003, 0 files",
    "package/twice, IMG-003, 2 files",
    "package/link, IMG-004, a link",
  })
  void refuses(String member, String code, String found) {
    take(member);
    RefusedException refused =
        Objects.requireNonNull(catchThrowableOfType(RefusedException.class, this::build));

    assertThat(refused.refusal().code()).isEqualTo(code);
    assertThat(refused.refusal().found()).contains(found);
  }

  @Test
  void refusesAnArchiveThatIsCutOff() {
    byte[] archive = DebFixture.compress(".gz", tar().build());
    String member = "package/x64/libonnxruntime.so";
    take(Arrays.copyOf(archive, archive.length - 9), member, member);

    RefusedException refused =
        Objects.requireNonNull(catchThrowableOfType(RefusedException.class, this::build));
    assertThat(refused.refusal().code()).isEqualTo("PKG-003");
  }
}
