package dev.mintmark.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.ImageConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives and layouts as strangers may hand them over. */
class ArchivesTest {
  private static final byte[] LAYER = "a layer's tar".getBytes(UTF_8);

  private final Map<String, byte[]> members = new LinkedHashMap<>();
  @TempDir Path folder;

  @BeforeEach
  void makeGood() {
    byte[] config =
        new ImageConfig(
                0,
                Platform.LINUX_AMD64,
                new ImageConfig.Run(
                    null, new TreeSet<>(), List.of(), List.of(), List.of(), null, new TreeMap<>()),
                List.of(Digest.of(LAYER)),
                List.of())
            .bytes();
    String name = Digest.of(config).hex() + ".json";
    members.put(name, config);
    members.put("a/layer.tar", LAYER);
    members.put("manifest.json", manifest(name, "a/layer.tar"));
  }

  @Test
  void takesWhatDockerSaveWritesAndCompressedLayersToo() throws IOException {
    assertThat(check().holds()).isTrue();

    members.put("a/layer.tar", SmallImage.gzip(LAYER));
    assertThat(check().holds()).isTrue();
    assertThat(check().signature()).isEqualTo(SignatureState.NONE_CARRIED);
  }

  @Test
  void findsAnotherLayer() throws IOException {
    members.put("a/layer.tar", "another one".getBytes(UTF_8));

    ImageReport report = check();

    assertThat(report.holds()).isFalse();
    assertThat(report.findings().getLast().detail()).contains("(OCI-010)");
  }

  @Test
  void findsAConfigThatIsNotWhatItsNameSays() throws IOException {
    String other = "0".repeat(64) + ".json";
    members.put(other, members.values().iterator().next());
    members.put("manifest.json", manifest(other, "a/layer.tar"));

    assertThat(check().findings().getFirst().ok()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CLI-131|nothing",
        "CLI-131|{}",
        "CLI-131|[]",
        "CLI-131|[{\"Config\":\"gone.json\",\"Layers\":[]}]",
        "CLI-131|[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]",
        "CLI-132|[{\"Config\":\"a\"},{\"Config\":\"b\"}]",
      })
  void refusesAManifestThatNamesNoImage(String code, String manifest) {
    members.put("manifest.json", manifest.getBytes(UTF_8));

    assertThat(refusal(this::check).code()).isEqualTo(code);
  }

  @Test
  void refusesWhatIsNoTar() throws IOException {
    Files.writeString(folder.resolve("image.tar"), "not a tar");

    assertThat(
            refusal(() ->
                    DockerArchiveCheck.run(
                        ImageWord.parse("docker-archive:image.tar"),
                        folder,
                        total -> Progress.NONE))
                .code())
        .startsWith("PKG-");
  }

  @Test
  void refusesAFolderThatIsNoLayout() throws IOException {
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");

    assertThat(refusal(() -> open("oci:.")).code()).isEqualTo("CLI-131");
    assertThat(refusal(() -> open("oci:nowhere")).code()).isEqualTo("CLI-130");
    assertThat(refusal(() -> ImageWord.parse("oci:")).code()).isEqualTo("CLI-130");
  }

  @Test
  void asksWhichImageOfALayoutWithSeveral() throws IOException {
    String entry =
        "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:%s\","
            + "\"size\":2,\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}}";
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(
        folder.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[%s,%s]}"
            .formatted(
                entry.formatted("0".repeat(64), "one"), entry.formatted("1".repeat(64), "two")));

    CommandException refusal = refusal(() -> open("oci:.").top());

    assertThat(refusal.code()).isEqualTo("CLI-132");
    assertThat(refusal.getMessage()).contains("[one, two]");
  }

  private ImageSource open(String word) {
    return LayoutImage.open(ImageWord.parse(word), folder, Optional.empty());
  }

  private ImageReport check() throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve("image.tar"));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry header = new TarArchiveEntry(member.getKey(), true);
        header.setSize(member.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(member.getValue());
        tar.closeArchiveEntry();
      }
    }
    return DockerArchiveCheck.run(
        ImageWord.parse("docker-archive:image.tar"), folder, total -> Progress.NONE);
  }

  private static byte[] manifest(String config, String layer) {
    return "[{\"Config\":\"%s\",\"RepoTags\":null,\"Layers\":[\"%s\"]}]"
        .formatted(config, layer)
        .getBytes(UTF_8);
  }

  private static CommandException refusal(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    return catchThrowableOfType(CommandException.class, work);
  }
}
