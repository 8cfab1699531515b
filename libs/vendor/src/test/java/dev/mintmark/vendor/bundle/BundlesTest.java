package dev.mintmark.vendor.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.bundle.BundleContents.Origin;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlesTest {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir private Path folder;

  private Optional<SigningKey> signer = Optional.empty();

  @Test
  void carriesFilesToAnotherFolderOnce() throws IOException {
    Path bundle = bundle("one", "two", "three");
    VendorStore other = new VendorStore(folder.resolve("other"));

    assertThat(new Bundles(other, Watcher.NONE).read(bundle, Optional.empty()).fetched().fetched())
        .isEqualTo(3);
    assertThat(new Bundles(other, Watcher.NONE).read(bundle, Optional.empty()).fetched().fetched())
        .isZero();
    assertThat(other.path(Digest.of("two".getBytes(UTF_8)))).hasContent("two");
  }

  @Test
  void makesTheSameBytesOfTheSameFilesInAnyOrder() throws IOException {
    byte[] first = Files.readAllBytes(bundle("one", "two", "three"));

    assertThat(Files.readAllBytes(bundle("three", "one", "two", "one"))).isEqualTo(first);
  }

  @Test
  void refusesABundleThatWasCutOrChangedAnywhere() throws IOException {
    byte[] sound = Files.readAllBytes(bundle("one", "two", "three"));
    for (int i = 0; i < sound.length - 2 * 512 - 1; i += 97) {
      byte[] flipped = sound.clone();
      flipped[i] ^= 0x41;
      assertSoundOrRefused(flipped);
      assertSoundOrRefused(Arrays.copyOf(sound, i));
    }
  }

  @Test
  void refusesAFileThatTheManifestDoesNotHave() throws IOException {
    byte[] one = Files.readAllBytes(bundle("one"));
    byte[] two = Files.readAllBytes(bundle("one", "two"));
    byte[] more = Arrays.copyOf(one, one.length + two.length);
    // The manifest of one over the files of two: 512 bytes of header and 512 of text each.
    System.arraycopy(two, 1024, more, 1024, two.length - 1024);
    String expected = "more files than its manifest|where one";

    VendorException e = read(more);

    assertThat(e.found()).containsPattern(expected);
    assertThat(e.code()).isEqualTo(VendorCode.BUNDLE);
  }

  /** Header and content that claims to be a name: what a reader would keep in memory as a whole. */
  @ParameterizedTest(name = "type {0}")
  @ValueSource(chars = {'L', 'K', 'x', 'g'})
  void keepsNoHeaderInMemoryThatClaimsToBeLong(char type) throws IOException {
    byte[] header = Arrays.copyOf(Files.readAllBytes(bundle("one")), 512);
    header[156] = (byte) type;
    byte[] size = "20000000000\0".getBytes(ISO_8859_1);
    System.arraycopy(size, 0, header, 124, size.length);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(ISO_8859_1), 0, header, 148, 8);
    Path file = write(header);
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      // A hole: two gigabytes of zeros that take no place.
      channel.write(java.nio.ByteBuffer.wrap(new byte[1]), 020000000000L + 1024);
    }

    VendorException e =
        catchThrowableOfType(
            VendorException.class,
            () ->
                new Bundles(new VendorStore(folder.resolve("long")), Watcher.NONE)
                    .read(file, Optional.empty()));

    assertThat(e.code()).isEqualTo(VendorCode.BUNDLE);
    assertThat(e.found()).contains("its tar is damaged");
  }

  @Test
  void bundlesNothingThatIsNotThere() throws IOException {
    VendorStore store = new VendorStore(folder.resolve("empty"));
    BundledFile file = new BundledFile(Digest.of(new byte[1]), 1, "x");
    Path bundle = folder.resolve("b.tar");

    VendorException e =
        catchThrowableOfType(
            VendorException.class,
            () -> new Bundles(store, Watcher.NONE).write(List.of(file), bundle, Optional.empty()));

    assertThat(e.code()).isEqualTo(VendorCode.MISSING);
    assertThat(bundle).doesNotExist();
    assertThat(folder.resolve("b.tar.part")).doesNotExist();
  }

  @Test
  void saysWhetherASignatureWasThereAndChecked() throws IOException {
    assertThat(origin(bundle("one"), Optional.empty())).isEqualTo(Origin.UNSIGNED);
    signer = Optional.of(KEY);
    Path signed = bundle("one", "two");

    assertThat(origin(signed, Optional.empty())).isEqualTo(Origin.NOT_CHECKED);
    assertThat(origin(signed, Optional.of(KEY.verificationKey()))).isEqualTo(Origin.CHECKED);
    assertThat(Files.readAllBytes(bundle("two", "one"))).isEqualTo(Files.readAllBytes(signed));
  }

  @Test
  void refusesAnUnsignedBundleWhereAKeyAsksForASignature() throws IOException {
    VendorException e = refused(bundle("one"), KEY.verificationKey());

    assertThat(e.code()).isEqualTo(VendorCode.UNSIGNED_BUNDLE);
  }

  @Test
  void refusesAnotherKeyAnotherManifestAndTheSignatureOfAnotherBundle() throws IOException {
    signer = Optional.of(KEY);
    byte[] one = Files.readAllBytes(bundle("one"));
    byte[] other = Files.readAllBytes(bundle("other"));

    assertThat(refused(bundle("one"), SigningKey.generate().verificationKey()).found())
        .contains("is not one of P-256 key");
    // Header and text of the manifest have 512 bytes each; header and text of the signature follow.
    byte[] swapped = one.clone();
    System.arraycopy(other, 0, swapped, 0, 1024);
    assertThat(refused(write(swapped), KEY.verificationKey()).found())
        .contains("over another manifest");
    byte[] grafted = one.clone();
    System.arraycopy(other, 1024, grafted, 1024, 1536);
    assertThat(refused(write(grafted), KEY.verificationKey()).found())
        .contains("over another manifest");
    byte[] changed = one.clone();
    changed[1024 + 512 + 100] ^= 1;
    assertThat(refused(write(changed), KEY.verificationKey()).code())
        .isEqualTo(VendorCode.BUNDLE_SIGNATURE);
  }

  @Test
  void holdsFilesToASignedManifestAsWell() throws IOException {
    signer = Optional.of(KEY);
    byte[] sound = Files.readAllBytes(bundle("one"));
    byte[] changed =
        new String(sound, ISO_8859_1).replace("\0one\0", "\0two\0").getBytes(ISO_8859_1);

    assertThat(changed).isNotEqualTo(sound);
    assertThat(refused(write(changed), KEY.verificationKey()).code()).isEqualTo(VendorCode.BUNDLE);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("changed.tar"), bytes);
  }

  private Origin origin(Path bundle, Optional<VerificationKey> key) throws IOException {
    VendorStore other = new VendorStore(folder.resolve("other"));
    return new Bundles(other, Watcher.NONE).read(bundle, key).origin();
  }

  private VendorException refused(Path bundle, VerificationKey key) throws IOException {
    VendorStore other = new VendorStore(folder.resolve("refused"));
    VendorException e =
        catchThrowableOfType(
            VendorException.class,
            () -> new Bundles(other, Watcher.NONE).read(bundle, Optional.of(key)));
    assertThat(other.root().resolve("sha256")).doesNotExist();
    return e;
  }

  /** Bits that no reader looks at, such as a header's owner, may change; bytes of files may not. */
  private void assertSoundOrRefused(byte[] bytes) throws IOException {
    VendorStore other = new VendorStore(folder.resolve("other"));
    VendorStore.delete(other.root());
    Path file = Files.write(folder.resolve("changed.tar"), bytes);
    try {
      new Bundles(other, Watcher.NONE).read(file, Optional.empty());
    } catch (VendorException e) {
      assertThat(e.code()).isEqualTo(VendorCode.BUNDLE);
    }
    Files.createDirectories(other.root());
    try (var files = Files.walk(other.root())) {
      for (Path kept : files.filter(Files::isRegularFile).toList()) {
        assertThat(Digest.of(kept).hex()).isEqualTo(kept.getFileName().toString());
      }
    }
  }

  private VendorException read(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("changed.tar"), bytes);
    VendorStore other = new VendorStore(folder.resolve("other"));
    return catchThrowableOfType(
        VendorException.class, () -> new Bundles(other, Watcher.NONE).read(file, Optional.empty()));
  }

  private Path bundle(String... texts) throws IOException {
    VendorStore store = new VendorStore(folder.resolve("store"));
    List<BundledFile> files = new ArrayList<>();
    for (String text : texts) {
      Digest digest = store.keep(text.getBytes(UTF_8));
      files.add(new BundledFile(digest, text.length(), text));
    }
    Path bundle = folder.resolve("bundle.tar");
    new Bundles(store, Watcher.NONE).write(files, bundle, signer);
    return bundle;
  }
}
