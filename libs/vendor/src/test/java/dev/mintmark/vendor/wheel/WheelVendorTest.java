package dev.mintmark.vendor.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.PythonWishes;
import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.WheelsLock.Wheel;
import dev.mintmark.packages.fixture.Tool;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.pylock.PythonLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pip over a folder of wheels; skips where it is absent (apt-get install python3-pip). */
class WheelVendorTest {
  private static final WheelTarget TARGET = new WheelTarget("3.11", "2.36");
  private static final List<String> BOTH = List.of("linux/arm64", "linux/amd64");
  private static final String X86 = "cp311-cp311-manylinux_2_17_x86_64";
  private static final String ARM = "cp311-cp311-manylinux_2_34_aarch64";

  @TempDir private Path folder;

  private Shelf shelf;
  private VendorStore store;
  private String fastX86 = "";
  private String fastArm = "";
  private String pure = "";

  @BeforeEach
  void fillTheShelf() throws IOException {
    Tool.require("python3", "-m", "pip", "--version");
    shelf = new Shelf(Files.createDirectory(folder.resolve("shelf")));
    store = new VendorStore(folder.resolve("vendor"));
    fastX86 = shelf.add("fast", "2.0", X86, "pure>=1");
    fastArm = shelf.add("fast", "2.0", ARM, "pure>=1");
    pure = shelf.add("pure", "1.1", "py3-none-any");
  }

  private String lockText() {
    return "fast==2.0 --hash=%s --hash=%s\npure==1.1 --hash=%s\n".formatted(fastX86, fastArm, pure);
  }

  @Test
  void choosesAFileForEachPlatformAndFreezesTheChoice() throws Exception {
    WheelVendor.Chosen chosen = choose(lockText());

    assertThat(chosen.lock().wheels())
        .extracting(each -> each.platform() + " " + each.file())
        .containsExactly(
            "linux/amd64 fast-2.0-" + X86 + ".whl",
            "linux/amd64 pure-1.1-py3-none-any.whl",
            "linux/arm64 fast-2.0-" + ARM + ".whl",
            "linux/arm64 pure-1.1-py3-none-any.whl");
    assertThat(chosen.fetched().fetched()).isEqualTo(3);
    assertThat(WheelsLock.parse(chosen.lock().bytes())).isEqualTo(chosen.lock());
    assertThat(store.has(Digest.parse(fastArm))).isTrue();
  }

  @Test
  void fetchesFrozenWheelsOnceAndThenNothingEvenWithoutAnIndex() throws Exception {
    WheelsLock lock = choose(lockText()).lock();
    VendorStore.delete(store.root());

    assertThat(fetch(lock, lockText()).fetched()).isEqualTo(3);
    VendorStore.delete(shelf.folder());
    assertThat(fetch(lock, lockText())).isEqualTo(new Fetched(4, 0, 0));
  }

  @Test
  void fetchesADamagedFileAgain() throws Exception {
    WheelsLock lock = choose(lockText()).lock();
    Path file = store.path(Digest.parse(pure));
    Files.write(file, new byte[Math.toIntExact(Files.size(file))]);

    assertThat(fetch(lock, lockText()).fetched()).isEqualTo(1);
    assertThat(Digest.of(file)).hasToString(pure);
  }

  @Test
  void resolvesWishesToOneVersionOnAllPlatforms() throws Exception {
    shelf.add("fast", "3.0", X86);

    WheelResolver.Resolved resolved =
        new WheelResolver(store, Pip.of(shelf.environment()), Watcher.NONE)
            .resolve(PythonWishes.parse("fast<3\n".getBytes()), TARGET, BOTH);

    assertThat(resolved.wheels()).isEqualTo(choose(lockText()).lock());
    RequirementsLock lock = RequirementsLock.parse(resolved.requirements().getBytes());
    assertThat(lock.requirements())
        .extracting(each -> each.name() + " " + each.version())
        .containsExactly("fast 2.0", "pure 1.1");
    assertThat(lock.requirements().getFirst().hashes()).containsExactlyInAnyOrder(fastX86, fastArm);
  }

  @Test
  void refusesAVersionThatOnePlatformLacks() throws Exception {
    shelf.add("fast", "3.0", X86);

    VendorException e =
        refused(() ->
            new WheelResolver(store, Pip.of(shelf.environment()), Watcher.NONE)
                .resolve(PythonWishes.parse("fast\n".getBytes()), TARGET, BOTH));

    assertThat(e.subject()).contains("linux/arm64");
  }

  @Test
  void refusesASourceDistribution() throws Exception {
    Files.write(shelf.folder().resolve("slow-1.0.tar.gz"), new byte[100]);
    String hash = Digest.of(shelf.folder().resolve("slow-1.0.tar.gz")).toString();

    VendorException e = refused(() -> choose("slow==1.0 --hash=" + hash));

    assertThat(e.code()).isEqualTo(VendorCode.NO_WHEEL);
    assertThat(e.subject()).isEqualTo("slow==1.0 for linux/amd64");
  }

  @Test
  void refusesAWheelThatAsksForANewerGlibc() throws Exception {
    String hash = shelf.add("new", "1.0", "cp311-cp311-manylinux_2_39_x86_64");

    assertThat(refused(() -> choose("new==1.0 --hash=" + hash)).code())
        .isEqualTo(VendorCode.NO_WHEEL);
  }

  @Test
  void refusesOtherBytesThanTheHash() {
    String lock = lockText().replace(pure, Digest.of(new byte[1]).toString());

    VendorException e = refused(() -> choose(lock));

    assertThat(e.code()).isEqualTo(VendorCode.DIGEST);
    assertThat(store.path(Digest.parse(pure))).doesNotExist();
  }

  @Test
  void refusesADependencyThatIsNotLocked() {
    String lock = lockText().lines().findFirst().orElseThrow();

    VendorException e = refused(() -> choose(lock));

    assertThat(e.code()).isEqualTo(VendorCode.FAULTY_LOCK);
    assertThat(e.found()).startsWith("pure");
  }

  @Test
  void takesAMarkedRequirementWhereItsMarkerHolds() throws Exception {
    String lock =
        "fast==2.0 ; platform_machine == 'x86_64' --hash=%s\n".formatted(fastX86)
            + "pure==1.1 ; sys_platform == 'linux' --hash=%s\n".formatted(pure)
            + "pure==1.0 ; python_version >= '3.12' --hash=%s\n".formatted(pure);

    assertThat(choose(lock).lock().wheels())
        .extracting(each -> each.platform() + " " + each.name())
        .containsExactly("linux/amd64 fast", "linux/amd64 pure", "linux/arm64 pure");
  }

  @Test
  void asksForDependenciesByTheMarkersOfTheImageAndNotOfThisMachine() throws Exception {
    String here = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    String there = here.equals("x86_64") ? "aarch64" : "x86_64";
    String both = shelf.add("both", "1.0", "py3-none-any", "fast; platform_machine == 'arm'");
    String some =
        shelf.add("some", "1.0", "py3-none-any", "none; platform_machine == '%s'".formatted(here));
    String line = "some==1.0 ; platform_machine == '%s' --hash=%s\n".formatted(there, some);

    assertThat(choose(line + "both==1.0 --hash=" + both).lock().wheels()).hasSize(3);
    assertThat(refused(() -> choose("some==1.0 --hash=" + some)).found())
        .contains("none is needed by some-1.0-py3-none-any.whl");
  }

  @Test
  void refusesAVersionThatADependentDoesNotAccept() throws Exception {
    String late = shelf.add("late", "1.0", "py3-none-any", "pure[x] (>=2,<3)");

    VendorException e =
        refused(() -> choose("late==1.0 --hash=%s\npure==1.1 --hash=%s".formatted(late, pure)));

    assertThat(e.code()).isEqualTo(VendorCode.FAULTY_LOCK);
    assertThat(e.found()).isEqualTo("late-1.0-py3-none-any.whl needs pure >=2,<3, 1.1 is locked");
  }

  @Test
  void followsTheExtrasThatARequirementAsksFor() throws Exception {
    String big = shelf.add("big", "1.0", "py3-none-any", "pure; extra == 'With.Pure'");

    assertThat(choose("big==1.0 --hash=" + big).lock().wheels()).hasSize(2);
    assertThat(refused(() -> choose("big[with_pure]==1.0 --hash=" + big)).found())
        .startsWith("pure is needed by big-1.0");
  }

  @Test
  void refusesMarkersThatAreNotDecidedAndLocksWithoutSha256() {
    assertThat(refused(() -> choose("pure==1.1 ; platform_release > '5' --hash=" + pure)).code())
        .isEqualTo(VendorCode.MARKER);
    assertThat(refused(() -> choose("pure==1.1 --hash=sha512:" + "ab".repeat(64))).code())
        .isEqualTo(VendorCode.FAULTY_LOCK);
  }

  @Test
  void refusesAFrozenLockThatIsNotTheReleases() throws Exception {
    WheelsLock lock = choose(lockText()).lock();
    PythonLock requirements = lock(lockText());

    assertThat(unfit(lock, requirements, new WheelTarget("3.12", "2.36"), BOTH))
        .contains("Python 3.12");
    assertThat(unfit(lock, requirements, TARGET, List.of("linux/amd64"))).contains("linux/arm64");
    assertThat(unfit(lock, lock("pure==1.1 --hash=" + pure), TARGET, BOTH))
        .contains("no requirement asks for it");
    assertThat(unfit(lock, lock(lockText().replace(fastArm, fastX86)), TARGET, BOTH))
        .contains("none of the hashes");
    assertThat(unfit(lock, lock(lockText() + "more==1 --hash=" + pure), TARGET, BOTH))
        .contains("no wheel is locked");
    assertThat(unfit(lock, lock(lockText().replace("==1.1", "==1.2")), TARGET, BOTH))
        .contains("that of the lock 1.2");
  }

  @Test
  void refusesAFrozenWheelThatTheIndexHasNoMore() throws Exception {
    WheelsLock lock = choose(lockText()).lock();
    VendorStore.delete(store.root());
    Wheel gone = lock.of("linux/arm64").getFirst();
    Files.delete(shelf.folder().resolve(gone.file()));

    assertThat(refused(() -> fetch(lock, lockText())).code()).isEqualTo(VendorCode.NO_WHEEL);
    assertThat(store.has(Digest.parse(fastX86))).isTrue();
  }

  private static String unfit(
      WheelsLock lock, PythonLock requirements, WheelTarget target, List<String> platforms) {
    VendorException e =
        refused(() -> FrozenWheels.requireFits(lock, requirements, target, platforms));
    assertThat(e.code()).isEqualTo(VendorCode.UNFIT_LOCK);
    return e.found();
  }

  private WheelVendor vendor() {
    return new WheelVendor(store, Pip.of(shelf.environment()), Watcher.NONE);
  }

  private WheelVendor.Chosen choose(String lock) throws Exception {
    return vendor().choose(lock(lock), TARGET, BOTH);
  }

  private Fetched fetch(WheelsLock wheels, String lock) throws Exception {
    return vendor().fetch(wheels, lock(lock), TARGET, BOTH);
  }

  private static PythonLock lock(String text) throws Exception {
    return PythonLock.read("requirements.txt", text.getBytes());
  }

  private static VendorException refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable c) {
    return catchThrowableOfType(VendorException.class, c);
  }
}
