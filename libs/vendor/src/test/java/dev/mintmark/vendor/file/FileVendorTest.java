package dev.mintmark.vendor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** npm and mvn are small shell scripts here that do what those do. */
class FileVendorTest {
  private static final Digest BYTES = Digest.of("bytes".getBytes(UTF_8));
  @TempDir private Path folder;

  private FileVendor vendor() {
    String path = folder.resolve("bin") + ":" + System.getenv("PATH");
    return new FileVendor(store(), Map.of("PATH", path), Set.of(), Watcher.NONE);
  }

  private VendorStore store() {
    return new VendorStore(folder.resolve("vendor"));
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void packsByNpm() throws IOException {
    program("npm", "printf bytes >\"$4/scope-name-1.0.2.tgz\"");
    FileSource source = FileSource.Npm.parse("@scope/name@1.0.2").orElseThrow();

    assertThat(vendor().fetch(source, BYTES).bytes()).isEqualTo(5);
    assertThat(store().path(BYTES)).hasContent("bytes");
    assertThat(vendor().fetch(source, BYTES).fetched()).isZero();
  }

  @Test
  void copiesByMavenOfflineFirst() throws IOException {
    program(
        "mvn",
        "echo \"$*\" >>'%s/asked'; case \"$*\" in *' -o '*) exit 1;; esac\n".formatted(folder)
            + "for w; do d=${w#-DoutputDirectory=}; done; printf bytes >\"$d/lib-2.0-linux.jar\"");
    FileSource source = FileSource.Maven.parse("com.example:lib:2.0:linux").orElseThrow();

    assertThat(vendor().look(source)).isEqualTo(BYTES);
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .hasSize(2)
        .allMatch(line -> line.contains("-Dartifact=com.example:lib:2.0:jar:linux"));
  }

  @Test
  void keepsNothingThatIsNotWhatWasPinned() throws IOException {
    program("npm", "printf other >\"$4/name-1.0.2.tgz\"");
    FileSource source = FileSource.Npm.parse("name@1.0.2").orElseThrow();

    VendorException refused =
        catchThrowableOfType(VendorException.class, () -> vendor().fetch(source, BYTES));
    assertThat(refused.code()).isEqualTo(VendorCode.DIGEST);
    assertThat(store().path(BYTES)).doesNotExist();
  }

  @Test
  void saysWhatAClientSaid() throws IOException {
    program("npm", "echo 'npm error code E404' >&2; exit 1");
    FileSource source = FileSource.Npm.parse("name@1.0.2").orElseThrow();

    VendorException refused =
        catchThrowableOfType(VendorException.class, () -> vendor().fetch(source, BYTES));
    assertThat(refused.code()).isEqualTo(VendorCode.CLIENT_FAILED);
    assertThat(refused).hasMessageContaining("name@1.0.2").hasMessageContaining("E404");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "npm, name@1.0.2, pkg:npm/name@1.0.2, name-1.0.2.tgz",
    "npm, @scope/name@1.0.0+b, pkg:npm/%40scope/name@1.0.0%2Bb, scope-name-1.0.0+b.tgz",
    "maven, a.b:lib:2.0, pkg:maven/a.b/lib@2.0, lib-2.0.jar",
    "maven, a.b:lib:2.0:os-x, pkg:maven/a.b/lib@2.0?classifier=os-x, lib-2.0-os-x.jar",
    "url, https://x.example/a/b.tar.gz?t=1, pkg:generic/b.tar.gz?checksum=, b.tar.gz",
  })
  void saysPackageUrlsWithoutAHost(String kind, String text, String purl, String file) {
    FileSource source = parse(kind, text).orElseThrow();

    assertThat(source.toString()).isEqualTo(text);
    assertThat(source.purl(BYTES)).isEqualTo(purl + (purl.endsWith("=") ? BYTES : ""));
    assertThat(source.fileName()).isEqualTo(file);
  }

  private static Optional<FileSource> parse(String kind, String text) {
    return switch (kind) {
      case "npm" -> FileSource.Npm.parse(text);
      case "maven" -> FileSource.Maven.parse(text);
      default -> FileSource.Url.parse(text);
    };
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "npm --help@1.0.0",
        "npm name",
        "npm name@latest",
        "npm name@^1.0.0",
        "npm ../name@1.0.0",
        "npm git+ssh://host/x@1.0.0",
        "maven a:b",
        "maven -Da:b:1",
        "maven a:b:1:c:d",
        "maven a:../b:1",
        "url ftp://x.example/a",
        "url https://x.example/",
        "url https://user:secret@x.example/a",
        "url https://x.example/a#b",
        "url /a/b",
      })
  void takesNoOtherWords(String words) {
    assertThat(
            parse(words.substring(0, words.indexOf(' ')), words.substring(words.indexOf(' ') + 1)))
        .isEmpty();
  }
}
