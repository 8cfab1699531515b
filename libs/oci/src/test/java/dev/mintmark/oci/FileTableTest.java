package dev.mintmark.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.filetable.FileTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTableTest {
  private static final Digest DIGEST = Digest.of("x".getBytes(UTF_8));
  private static final Artifact JAR =
      Artifact.of("jar".getBytes(UTF_8), "application/java-archive");

  private static FileTable.Row row(Platform platform, String path) {
    return new FileTable.Row(
        platform,
        path,
        0755,
        1,
        DIGEST,
        DIGEST,
        new FileTable.Input(JAR, "native/lib.so", "pkg:maven/a/b@1", null));
  }

  @Test
  void hasOneFormWhateverTheOrderOfItsRows() {
    FileTable table =
        new FileTable(
            List.of(
                row(Platform.LINUX_ARM64, "/a"),
                row(Platform.LINUX_AMD64, "/b"),
                row(Platform.LINUX_AMD64, "/a")));

    assertThat(table.rows()).extracting(FileTable.Row::path).containsExactly("/a", "/b", "/a");
    assertThat(FileTable.parse(table.bytes())).isEqualTo(table);
    assertThat(new FileTable(List.of(row(Platform.LINUX_AMD64, "/a"))).bytes())
        .asString(UTF_8)
        .isEqualTo(
            """
            {"files":[{"platform":"linux/amd64","path":"/a","mode":"0755","size":1,"digest":"%1$s",\
            "layer":"%1$s","input":{"digest":"%2$s","mediaType":"application/java-archive","size":3,\
            "member":"native/lib.so","purl":"pkg:maven/a/b@1"}}]}\
            """
                .formatted(DIGEST, JAR.digest()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a relative path, /a, a",
    "no mode, 0755, rwx",
    "another platform, linux/amd64, linux",
    "no digest, sha256:, sha1:"
  })
  void refusesARowWith(String name, String good, String bad) {
    String json =
        new String(new FileTable(List.of(row(Platform.LINUX_AMD64, "/a"))).bytes(), UTF_8);

    assertThatThrownBy(() -> FileTable.parse(json.replace(good, bad).getBytes(UTF_8)))
        .hasMessageContaining("OCI-008");
  }
}
