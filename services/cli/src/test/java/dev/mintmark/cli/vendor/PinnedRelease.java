package dev.mintmark.cli.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.vendor.VendorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A release on a base, with Debian packages and wheels, all of it vendored.
 *
 * @param base digest of the base's index
 * @param vendored every file that the release needs
 */
public record PinnedRelease(Digest base, List<Digest> vendored) {
  /** Writes the locks into a folder, and the files that they name into a store. */
  public static PinnedRelease write(Path folder, VendorStore store) throws IOException {
    List<Digest> vendored = new ArrayList<>();
    List<DebianLock.Package> debs = new ArrayList<>();
    List<WheelsLock.Wheel> wheels = new ArrayList<>();
    for (String architecture : List.of("amd64", "arm64")) {
      String deb = "libstdc++6_12-1+b1_" + architecture + ".deb";
      Digest digest = keep(store, vendored, deb);
      debs.add(
          new DebianLock.Package(
              architecture, "libstdc++6", "1:12-1+b1", digest, deb.length(), "pool/" + deb));
      String wheel = "numpy-2.3.1-cp311-cp311-manylinux_2_28_" + architecture + ".whl";
      Digest wheelDigest = keep(store, vendored, wheel);
      wheels.add(
          new WheelsLock.Wheel(
              "linux/" + architecture, "numpy", "2.3.1", wheelDigest, wheel.length(), wheel));
    }
    String all = "tzdata_2026a-1_all.deb";
    debs.add(
        new DebianLock.Package(
            "arm64", "tzdata", "2026a-1", keep(store, vendored, all), all.length(), "pool/" + all));
    Files.write(folder.resolve("debian.lock"), new DebianLock("debian", "bookworm", debs).bytes());
    Files.write(folder.resolve("wheels.lock"), new WheelsLock("3.11", "2.36", wheels).bytes());
    Files.writeString(
        folder.resolve("requirements.txt"),
        "numpy==2.3.1 --hash=%s --hash=%s\n"
            .formatted(wheels.get(0).digest(), wheels.get(1).digest()));
    return new PinnedRelease(base(store, vendored), vendored);
  }

  /** A release file's text with this base and these locks instead of scratch. */
  public String text(String release) {
    return release.replace(
        "  base: scratch\n",
        """
          base: registry.example/base@%s
          packages: debian.lock
          python: requirements.txt
          pythonVersion: "3.11"
          glibc: "2.36"
        """
            .formatted(base));
  }

  private static Digest base(VendorStore store, List<Digest> vendored) throws IOException {
    Map<Platform, Descriptor> manifests = new HashMap<>();
    for (Platform platform : List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64)) {
      Descriptor config = part(store, vendored, "config of " + platform, OciMediaTypes.CONFIG);
      Descriptor layer = part(store, vendored, "layer of " + platform, OciMediaTypes.LAYER_TAR);
      Manifest manifest = Manifest.image(config, List.of(layer), Map.of());
      String text = new String(manifest.bytes(), UTF_8);
      manifests.put(platform, part(store, vendored, text, OciMediaTypes.MANIFEST));
    }
    String index = new String(ImageIndex.ofPlatforms(manifests, Map.of()).bytes(), UTF_8);
    return part(store, vendored, index, OciMediaTypes.INDEX).digest();
  }

  private static Descriptor part(
      VendorStore store, List<Digest> vendored, String text, String mediaType) throws IOException {
    keep(store, vendored, text);
    return Descriptor.of(Artifact.of(text.getBytes(UTF_8), mediaType));
  }

  private static Digest keep(VendorStore store, List<Digest> vendored, String text)
      throws IOException {
    Digest digest = store.keep(text.getBytes(UTF_8));
    vendored.add(digest);
    return digest;
  }
}
