package dev.mintmark.vendor.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.DebianLock.Package;
import dev.mintmark.inputs.DebianWishes;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real apt over a mirror of plain files; skips where apt or gpg is absent. */
class DebianVendorTest {
  private static final Set<String> BOTH = Set.of("arm64", "amd64");

  @TempDir private Path folder;

  private SignedMirror mirror;
  private VendorStore store;

  @BeforeEach
  void publishAMirror() throws IOException {
    mirror = new SignedMirror(folder);
    store = new VendorStore(folder.resolve("vendor"));
    for (String architecture : BOTH) {
      mirror
          .add("app", "1:2.0-1+b1", architecture, "Depends: libapp (>= 1)", "Recommends: extra")
          .add("libapp", "1.0", architecture, "Pre-Depends: data")
          .add("extra", "1", architecture)
          .add("other", "1", architecture, "Provides: virtual");
    }
    mirror.add("data", "3.0~rc1", "all").publish();
  }

  @AfterEach
  void close() throws IOException {
    mirror.close();
  }

  @Test
  void locksAllThatIsNeededAndNothingThatIsRecommended() throws Exception {
    DebianLock lock = resolve("app\n");

    assertThat(lock.vendor() + " " + lock.codename()).isEqualTo("example woody");
    assertThat(lock.packages())
        .extracting(each -> each.architecture() + " " + each.name() + " " + each.version())
        .containsExactly(
            "amd64 app 1:2.0-1+b1",
            "amd64 data 3.0~rc1",
            "amd64 libapp 1.0",
            "arm64 app 1:2.0-1+b1",
            "arm64 data 3.0~rc1",
            "arm64 libapp 1.0");
    assertThat(lock.packages().get(1).path()).isEqualTo("pool/main/d/data_3.0~rc1_all.deb");
    assertThat(DebianLock.parse(lock.bytes())).isEqualTo(lock);
  }

  @Test
  void takesAnExactVersionThatIsWishedFor() throws Exception {
    mirror.add("data", "2.0", "all").publish();

    assertThat(resolve("data=2.0\n").find("arm64", "data").orElseThrow().version())
        .isEqualTo("2.0");
  }

  @Test
  void fetchesOnceAndThenNothingEvenWithoutAMirror() throws Exception {
    DebianLock lock = resolve("app\n");

    Fetched first = fetch(lock, "arm64");
    VendorStore.delete(mirror.root());

    assertThat(first.fetched()).isEqualTo(3);
    assertThat(fetch(lock, "arm64")).isEqualTo(new Fetched(3, 0, 0));
    for (Package each : lock.of("arm64")) {
      assertThat(Digest.of(store.path(each.digest()))).isEqualTo(each.digest());
    }
  }

  @Test
  void keepsTheSignedIndexThatVouchesForALockAndNoLaterOne() throws Exception {
    DebianLock lock = resolve("app\n");
    byte[] signed = Files.readAllBytes(mirror.file("dists/woody/InRelease"));

    assertThat(new IndexEvidence(store).of(lock, "arm64"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.name()).endsWith("dists_woody_InRelease").matches("[A-Za-z0-9].*");
          assertThat(each.digest()).isEqualTo(Digest.of(signed));
          assertThat(store.path(each.digest())).hasBinaryContent(signed);
        });
    mirror.add("more", "1", "all").publish();
    fetch(lock, "arm64");
    assertThat(new IndexEvidence(store).of(lock, "arm64"))
        .extracting(IndexEvidence.Index::digest)
        .containsExactly(Digest.of(signed));

    VendorStore.delete(store.root());
    fetch(lock, "amd64");
    assertThat(new IndexEvidence(store).of(lock, "arm64")).isEmpty();
    assertThat(new IndexEvidence(store).of(lock, "amd64"))
        .extracting(IndexEvidence.Index::digest)
        .containsExactly(Digest.of(mirror.file("dists/woody/InRelease")));
  }

  @Test
  void saysWhatAMirrorThatMovedOnHasNow() throws Exception {
    DebianLock lock = resolve("app\n");
    mirror.clear().add("libapp", "1.1", "arm64").add("data", "3.0~rc1", "all").publish();

    VendorException e = refused(() -> fetch(lock, "arm64"));

    assertThat(e.code()).isEqualTo(VendorCode.MIRROR_MOVED);
    assertThat(e.found())
        .contains("app 1:2.0-1+b1 (the mirror has none of it)")
        .contains("libapp 1.0 (the mirror has 1.1)")
        .doesNotContain("data");
    assertThat(e.advice()).contains("mintmark vendor --update");
  }

  @Test
  void goesOnWhereARunWasCut() throws Exception {
    DebianLock lock = resolve("app\n");
    Path lost = mirror.file("pool/main/l/libapp_1.0_amd64.deb");
    byte[] bytes = Files.readAllBytes(lost);
    Files.delete(lost);

    VendorException e = refused(() -> fetch(lock, "amd64"));
    Files.write(lost, bytes);

    assertThat(e.code()).isEqualTo(VendorCode.CLIENT_FAILED);
    assertThat(e.subject()).contains("libapp 1.0");
    assertThat(fetch(lock, "amd64").fetched()).isEqualTo(1);
  }

  @Test
  void keepsNothingWhoseDigestDiffers() throws Exception {
    Package true1 = resolve("data\n").of("amd64").getFirst();
    Digest wrong = Digest.of(new byte[1]);
    DebianLock lock =
        new DebianLock(
            "example",
            "woody",
            List.of(
                new Package("amd64", "data", true1.version(), wrong, true1.size(), true1.path())));

    VendorException e = refused(() -> fetch(lock, "amd64"));

    assertThat(e.code()).isEqualTo(VendorCode.DIGEST);
    assertThat(e.found()).contains(true1.digest().toString()).contains(wrong.toString());
    assertThat(store.has(true1.digest())).isFalse();
    assertThat(store.path(wrong)).doesNotExist();
  }

  @Test
  void refusesASourceThatNobodyChecks() throws Exception {
    VendorException e =
        refused(() ->
            new DebianResolver(
                    store,
                    MachineApt.of(System.getenv(), Optional.of(mirror.sources("trusted=yes"))))
                .resolve(DebianWishes.parse("app".getBytes()), BOTH));

    assertThat(e.code()).isEqualTo(VendorCode.UNSIGNED_SOURCE);
  }

  @Test
  void refusesIndexesThatWereChangedAfterTheyWereSigned() throws Exception {
    Path release = mirror.file("dists/woody/InRelease");
    Files.writeString(release, Files.readString(release).replace("Label: Example", "Label: Evil"));

    VendorException e = refused(() -> resolve("app\n"));

    assertThat(e.code()).isEqualTo(VendorCode.CLIENT_FAILED);
    assertThat(e.found()).contains("signature");
  }

  @Test
  void refusesAWishThatIsNoPackage() {
    assertThat(refused(() -> resolve("nosuch\n")).code()).isEqualTo(VendorCode.UNRESOLVED);
    assertThat(refused(() -> resolve("virtual\n")))
        .hasMessageContaining("none is the package itself");
    assertThat(refused(() -> resolve("data=9\n")).code()).isEqualTo(VendorCode.UNRESOLVED);
  }

  private DebianLock resolve(String wishes) throws Exception {
    return new DebianResolver(store, apt()).resolve(DebianWishes.parse(wishes.getBytes()), BOTH);
  }

  private Fetched fetch(DebianLock lock, String architecture) throws IOException {
    return new DebianVendor(store, apt(), Watcher.NONE).fetch(lock, architecture);
  }

  private MachineApt apt() throws IOException {
    Path sources = mirror.file("test.list");
    return MachineApt.of(
        System.getenv(),
        Optional.of(Files.exists(sources.getParent()) ? mirror.sources() : sources));
  }

  private static VendorException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
    return catchThrowableOfType(VendorException.class, c);
  }
}
