package dev.mintmark.vendor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlDownloadTest {
  @TempDir private Path folder;
  private final FileServer server = new FileServer();
  private final Set<String> listed = new HashSet<>();
  private VendorStore store = new VendorStore(Path.of("none"));

  @BeforeEach
  void makeStore() {
    store = new VendorStore(folder.resolve("vendor"));
    listed.add(server.host());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Fetched fetch(Digest digest) throws IOException {
    return new FileVendor(store, Map.of(), listed, Watcher.NONE).fetch(server.source(), digest);
  }

  private Digest digest() {
    return Digest.of(server.content);
  }

  private VendorException refused() {
    VendorException e = catchThrowableOfType(VendorException.class, () -> fetch(digest()));
    assertThat(e.code()).isEqualTo(VendorCode.ADDRESS);
    return e;
  }

  private Path part() throws IOException {
    try (Stream<Path> files = Files.list(store.work("url"))) {
      return files.filter(file -> file.toString().endsWith(".part")).findFirst().orElseThrow();
    }
  }

  @Test
  void keepsTheFileByItsDigestAndAsksOnce() throws IOException {
    assertThat(fetch(digest())).isEqualTo(new Fetched(1, 1, server.content.length));
    assertThat(fetch(digest())).isEqualTo(new Fetched(1, 0, 0));

    assertThat(store.path(digest())).hasBinaryContent(server.content);
    assertThat(server.asked).containsExactly("/a/tool-1.2.bin");
    assertThat(store.work("url")).isEmptyDirectory();
  }

  @Test
  void goesOnBehindWhatItHasWhenTheConnectionBreaks() throws IOException {
    server.cutAfter = 30_000;
    server.cuts = 2;

    fetch(digest());

    assertThat(server.asked.getFirst()).isEqualTo("/a/tool-1.2.bin");
    assertThat(server.asked).hasSize(3);
    assertThat(server.asked.get(1)).contains("bytes=");
    assertThat(store.path(digest())).hasBinaryContent(server.content);
  }

  @Test
  void goesOnInALaterRun() throws IOException {
    cutOff();
    server.asked.clear();

    fetch(digest());

    assertThat(server.asked).containsExactly("/a/tool-1.2.bin bytes=20000-");
  }

  /** Leaves what a run leaves that was cut. */
  private void cutOff() throws IOException {
    fetch(digest());
    Files.delete(store.path(digest()));
    Path work = store.work("url");
    String name = Digest.of(server.source().toString().getBytes(UTF_8)).hex();
    Files.write(work.resolve(name + ".part"), Arrays.copyOf(server.content, 20_000));
    Files.writeString(work.resolve(name + ".etag"), server.tag);
  }

  @Test
  void beginsAgainWhenTheFileBecameAnother() throws IOException {
    cutOff();
    server.content = "another".repeat(9000).getBytes(UTF_8);
    server.tag = "\"two\"";

    fetch(digest());

    assertThat(store.path(digest())).hasBinaryContent(server.content);
  }

  @Test
  void fetchesItWholeWhenWhatWasBegunIsNotTheFile() throws IOException {
    cutOff();
    Files.write(part(), new byte[20_000]);

    fetch(digest());

    assertThat(server.asked).endsWith("/a/tool-1.2.bin");
    assertThat(store.path(digest())).hasBinaryContent(server.content);
  }

  @Test
  void takesTheWholeFileOfAServerWithoutRanges() throws IOException {
    cutOff();
    server.ranges = false;

    fetch(digest());

    assertThat(store.path(digest())).hasBinaryContent(server.content);
  }

  @Test
  void refusesOtherBytes() {
    assertThatThrownBy(() -> fetch(Digest.of(new byte[] {1})))
        .isInstanceOf(VendorException.class)
        .hasMessageContaining("VND-003")
        .hasMessageContaining(digest().toString());
    assertThat(store.path(digest())).doesNotExist();
  }

  @Test
  void givesUpWhenNothingComes() {
    server.cutAfter = 0;
    server.cuts = 99;
    assertThatThrownBy(() -> fetch(digest())).isInstanceOf(IOException.class);
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void asksNoPrivateAddressThatIsNotListed() {
    listed.clear();
    assertThat(refused()).hasMessageContaining("--allow-host").hasMessageContaining("OCI-016");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void followsARedirectOnItsHost() throws IOException {
    server.redirect = "/elsewhere/file";
    fetch(digest());
    assertThat(server.asked).containsExactly("/a/tool-1.2.bin", "/elsewhere/file");
  }

  @Test
  void followsARedirectToAnotherHostOnlyWhenItIsListed() throws IOException {
    try (FileServer other = new FileServer()) {
      String address = "http://" + other.host() + "/tool";
      server.redirect = address;
      assertThat(refused())
          .hasMessageContaining("--allow-host 127.0.0.1")
          .hasMessageContaining(other.host());
      assertThat(other.asked).isEmpty();

      listed.add(other.host());
      server.redirect = address;
      fetch(digest());
      assertThat(other.asked).containsExactly("/tool");
    }
  }

  @Test
  void saysWhatTheServerAnswers() {
    server.status = 404;
    assertThat(refused()).hasMessageContaining("it answers 404");
    server.status = 503;
    assertThatThrownBy(() -> fetch(digest())).isInstanceOf(IOException.class);
  }

  @Test
  void looksAtAFileThatNobodyPinned() throws IOException {
    Digest found = new FileVendor(store, Map.of(), listed, Watcher.NONE).look(server.source());
    assertThat(found).isEqualTo(digest());
    assertThat(fetch(digest()).fetched()).isZero();
  }
}
