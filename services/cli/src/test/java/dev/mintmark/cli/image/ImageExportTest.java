package dev.mintmark.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageExportTest {
  private static final Optional<Platform> ARM64 = Optional.of(Platform.LINUX_ARM64);

  private final SmallImage image = new SmallImage(true);
  @TempDir Path folder;

  @AfterEach
  void stop() {
    image.registry.close();
  }

  @Test
  void aLayoutHasTheDigestsThatTheImageHasEverywhere() throws IOException {
    ExportedImage exported = layout("layout", Optional.empty());

    assertThat(exported.image()).isEqualTo(image.index.digest());
    ImageReport report = verify("oci:layout");
    // The model is named by the index and stays in the registry.
    assertThat(report.findings()).allMatch(Finding::ok);
    assertThat(report.digest()).isEqualTo(image.index.digest());
    assertThat(report.platforms()).containsExactly("linux/amd64", "linux/arm64");
    assertThat(folder).isDirectoryNotContaining("glob:**/.mintmark*");
  }

  @Test
  void aTarOfOnePlatformHasThatManifestAlone() throws IOException {
    ExportedImage exported = layout("one.tar", ARM64);

    Digest manifest = Objects.requireNonNull(image.manifests.get(ARM64.orElseThrow())).digest();
    assertThat(exported.image()).isEqualTo(manifest);
    assertThat(exported.digest()).contains(Digest.of(folder.resolve("one.tar")));
    ImageReport report = verify("oci-archive:one.tar");
    assertThat(report.digest()).isEqualTo(manifest);
    assertThat(report.holds()).isTrue();
    assertThat(verify("oci-archive:one.tar:v1.0.0").holds()).isTrue();
    assertThat(verify("oci-archive:one.tar@" + manifest).holds()).isTrue();
  }

  @Test
  void aTagThatMovesMeanwhileIsAskedForOnce() throws IOException {
    ImageSource source = Opened.byTag(image);
    assertThat(source.top().artifact().digest()).isEqualTo(image.index.digest());
    Digest other = Objects.requireNonNull(image.manifests.get(Platform.LINUX_AMD64)).digest();
    image.registry.tag("v1.0.0", other);

    ExportedImage exported = docker("image.tar", ARM64, source);

    assertThat(exported.image())
        .isEqualTo(Objects.requireNonNull(image.manifests.get(ARM64.orElseThrow())).digest());
  }

  @Test
  void aDockerArchiveHasConfigAndUncompressedLayers() throws IOException {
    ExportedImage exported = docker("image.tar", ARM64, Opened.byTag(image));

    String config = Objects.requireNonNull(image.configs.get(ARM64.orElseThrow())).digest().hex();
    List<String> layers =
        Stream.of("shared", "own of linux/arm64")
            .map(text -> Digest.of(text.getBytes(UTF_8)).hex() + ".tar")
            .toList();
    assertThat(names(exported.out()))
        .containsExactlyInAnyOrder(
            "manifest.json", config + ".json", layers.getFirst(), layers.getLast())
        .isSorted();
    JsonNode manifest = new ObjectMapper().readTree(member(exported.out(), "manifest.json"));
    assertThat(manifest.at("/0/Config").asText()).isEqualTo(config + ".json");
    assertThat(manifest.at("/0/RepoTags/0").asText()).isEqualTo("vision/app:v1.0.0");
    assertThat(manifest.at("/0/Layers/1").asText()).isEqualTo(layers.getLast());
    assertThat(verify("docker-archive:image.tar").holds()).isTrue();
  }

  @Test
  void theSameImageIsTheSameFileWhereverItComesFrom() throws IOException {
    Path byTag = docker("tag.tar", ARM64, Opened.byTag(image)).out();
    Path byDigest = docker("digest.tar", ARM64, Opened.byDigest(image)).out();
    layout("layout", Optional.empty());
    ImageWord word = ImageWord.parse("oci:layout");
    Path fromLayout =
        docker(
                "layout.tar",
                ARM64,
                LayoutImage.open(
                    word,
                    folder,
                    Optional.of(new dev.mintmark.oci.RepositoryName(SmallImage.REPOSITORY))))
            .out();

    assertThat(Files.mismatch(byTag, byDigest)).isEqualTo(-1);
    assertThat(Files.mismatch(byTag, fromLayout)).isEqualTo(-1);
    assertThat(Files.mismatch(layout("a.tar", ARM64).out(), layout("b.tar", ARM64).out()))
        .isEqualTo(-1);
  }

  @Test
  void writesOverNothing() throws IOException {
    Files.writeString(folder.resolve("there"), "mine");

    CommandException refusal = refusal(() -> layout("there", Optional.empty()));

    assertThat(refusal.code()).isEqualTo("CLI-134");
    assertThat(refusal.exit()).isEqualTo(Exit.USAGE);
    assertThat(folder.resolve("there")).hasContent("mine");
  }

  @Test
  void leavesNothingBehindWhenALayerIsDamaged() {
    byte[] bytes = image.registry.served(SmallImage.sharedLayer());
    bytes[bytes.length - 1] ^= 1;
    image.registry.swap(SmallImage.sharedLayer(), bytes);

    assertThat(refusal(() -> layout("layout", Optional.empty())).code()).isEqualTo("OCI-010");
    assertThat(refusal(() -> docker("image.tar", ARM64, Opened.byTag(image))).code())
        .isEqualTo("OCI-010");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void asksWhichPlatformWhereThereAreSeveral() {
    CommandException several =
        refusal(() -> docker("image.tar", Optional.empty(), Opened.byTag(image)));
    CommandException none =
        refusal(() -> layout("layout", Optional.of(new Platform("linux", "riscv64", null))));

    assertThat(several.code()).isEqualTo("CLI-133");
    assertThat(several.getMessage()).contains("[linux/amd64, linux/arm64]", "--platform");
    assertThat(none.code()).isEqualTo("CLI-133");
    assertThat(folder).isEmptyDirectory();
  }

  private ExportedImage layout(String out, Optional<Platform> platform) throws IOException {
    try (ImageSource source = Opened.byTag(image)) {
      return new ImageExport(source, Opened.QUIET).layout(folder.resolve(out), platform);
    }
  }

  private ExportedImage docker(String out, Optional<Platform> platform, ImageSource from)
      throws IOException {
    try (ImageSource source = from) {
      return new ImageExport(source, Opened.QUIET)
          .dockerArchive(folder.resolve(out), platform, Optional.empty());
    }
  }

  private ImageReport verify(String text) throws IOException {
    ImageWord word = ImageWord.parse(text);
    if (word.kind() == ImageWord.Kind.DOCKER_ARCHIVE) {
      return DockerArchiveCheck.run(word, folder, total -> Progress.NONE);
    }
    try (ImageSource source = LayoutImage.open(word, folder, Optional.empty())) {
      return new ImageCheck(source).run(Optional.empty(), total -> Progress.NONE);
    }
  }

  private static CommandException refusal(ThrowingCallable work) {
    return catchThrowableOfType(CommandException.class, work);
  }

  static List<String> names(Path tar) throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
        names.add(next.getName());
      }
    }
    return names;
  }

  static byte[] member(Path tar, String name) throws IOException {
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry next = in.getNextEntry(); next != null; next = in.getNextEntry()) {
        if (next.getName().equals(name)) {
          return in.readAllBytes();
        }
      }
    }
    throw new AssertionError("no " + name);
  }
}
