package dev.mintmark.vendor.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.DebianLock.Package;
import dev.mintmark.vendor.VendorException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImagePythonTest {
  private static final List<String> BOTH = List.of("amd64", "arm64");

  @Test
  void takesWhatTheDebianPackagesAre() {
    ImagePython image =
        image(
            deb("amd64", "libc6", "2.36-9+deb12u14"),
            deb("amd64", "python3.11-minimal", "3.11.2-6+deb12u9"),
            deb("arm64", "libc6", "2.36-9+deb12u14"),
            deb("arm64", "python3.11-minimal", "3.11.2-6+deb12u9"));

    assertThat(image.target(BOTH)).isEqualTo(new WheelTarget("3.11.2", "2.36"));
  }

  @Test
  void believesTheReleaseFirstAndTheDevicesLast() {
    ImagePython said =
        new ImagePython(
            Optional.of("3.12"),
            Optional.of("2.31"),
            Optional.of(lock(deb("amd64", "libc6", "2.36-9"))),
            Optional.of("2.28"));
    ImagePython onABase =
        new ImagePython(
            Optional.of("3.12"), Optional.empty(), Optional.empty(), Optional.of("2.28"));

    assertThat(said.target(BOTH)).isEqualTo(new WheelTarget("3.12", "2.31"));
    assertThat(onABase.target(BOTH)).isEqualTo(new WheelTarget("3.12", "2.28"));
  }

  @Test
  void doesNotGuess() {
    assertThatThrownBy(() -> image(deb("amd64", "libc6", "2.36-9")).target(BOTH))
        .isInstanceOf(VendorException.class)
        .hasMessageContaining("image.pythonVersion");
    assertThatThrownBy(() ->
            image(
                    deb("amd64", "libc6", "2.36-9"),
                    deb("amd64", "python3.11-minimal", "3.11.2-6"),
                    deb("arm64", "libc6", "2.37-1"),
                    deb("arm64", "python3.11-minimal", "3.11.2-6"))
                .target(BOTH))
        .hasMessageContaining("[2.36, 2.37]");
    assertThatThrownBy(() -> image(deb("amd64", "python3.9-minimal", "3.9.2-1")).target(BOTH))
        .isInstanceOf(VendorException.class);
  }

  @Test
  void namesEveryPlatformTagThatRuns() {
    WheelTarget target = new WheelTarget("3.11.2", "2.19");

    assertThat(target.words("linux/arm64"))
        .containsExactly(
            "--platform=manylinux_2_19_aarch64",
            "--platform=manylinux_2_18_aarch64",
            "--platform=manylinux_2_17_aarch64",
            "--platform=manylinux2014_aarch64",
            "--python-version=3.11.2",
            "--implementation=cp",
            "--abi=cp311");
    assertThat(target.words("linux/amd64"))
        .contains("--platform=manylinux1_x86_64", "--platform=manylinux2010_x86_64");
  }

  private static ImagePython image(Package... packages) {
    return new ImagePython(
        Optional.empty(), Optional.empty(), Optional.of(lock(packages)), Optional.empty());
  }

  private static DebianLock lock(Package... packages) {
    return new DebianLock("debian", "bookworm", List.of(packages));
  }

  private static Package deb(String architecture, String name, String version) {
    return new Package(architecture, name, version, Digest.of(new byte[0]), 1, "pool/a.deb");
  }
}
