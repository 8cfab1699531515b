package dev.mintmark.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.packages.fixture.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages as Debian and PyPI have them, in the folder that {@code mintmark.real.packages} names:
 * those of Debian's Python for amd64, as {@code apt-get download} leaves them, and wheels, numpy
 * among them, as {@code pip download} does.
 */
@EnabledIfSystemProperty(named = "mintmark.real.packages", matches = ".+")
class RealPackagesTest {
  private static final String PLATFORM = "linux/amd64";

  @TempDir Path folder;
  private ArtifactStore store;

  @BeforeEach
  void setUp() {
    store = new FolderArtifactStore(folder.resolve("store"));
  }

  private static List<Path> files(String suffix) throws IOException {
    try (Stream<Path> list = Files.list(Path.of(System.getProperty("mintmark.real.packages")))) {
      return list.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private Inputs inputs() {
    Inputs inputs = new Inputs(store);
    inputs.platforms = List.of(PLATFORM);
    inputs.files.clear();
    inputs.armTargetPlatform = PLATFORM;
    return inputs;
  }

  private static Inputs withDebs(Inputs inputs) throws IOException {
    for (Path deb : files(".deb")) {
      String[] parts = deb.getFileName().toString().split("_");
      String version = parts[1].replace("%3a", ":");
      add(inputs, PackageKind.DEBIAN, parts[0], version, deb);
    }
    return inputs;
  }

  private static Inputs withWheels(Inputs inputs) throws IOException {
    for (Path wheel : files(".whl")) {
      String[] parts = wheel.getFileName().toString().split("-");
      add(inputs, PackageKind.WHEEL, parts[0], parts[1], wheel);
    }
    return inputs;
  }

  private static void add(Inputs inputs, PackageKind kind, String name, String version, Path file)
      throws IOException {
    String own = file.getFileName().toString();
    inputs.add(PLATFORM, kind, name, version, own, Files.readAllBytes(file));
  }

  private BuiltImage build(Inputs inputs, int threads) throws IOException {
    return BuiltImage.of(inputs, folder.resolve("work" + threads), threads);
  }

  /** Unpacks an image as an engine would and lets its own Python import numpy. */
  private void run(BuiltImage built, String name) throws IOException {
    Tool.require("chroot", "/", "true");
    Path root = Files.createDirectories(folder.resolve(name));
    for (Layer layer : built.image(0).getLayers()) {
      String digest = layer.getBlob().getDigest();
      Path blob = folder.resolve("layer.tar.gz");
      store.copyTo(Digest.parse(digest), blob);
      Tool.run(folder, "tar", "-xzpf", blob.toString(), "-C", root.toString());
    }
    String printed =
        Tool.run(
            folder,
            "chroot",
            root.toString(),
            "/usr/bin/python3.11",
            "-c",
            "import numpy, ssl, sqlite3; print(int(numpy.arange(10).sum()), numpy.__file__)");
    assertThat(printed).isEqualTo("45 /usr/local/lib/python3.11/dist-packages/numpy/__init__.py\n");
  }

  @Test
  void runsPythonFromPackagesOnScratch() throws IOException {
    BuiltImage built = build(withWheels(withDebs(inputs())), 1);

    assertThat(build(withWheels(withDebs(inputs())), 2).event()).isEqualTo(built.event());
    run(built, "scratch");
  }

  @Test
  void runsWheelsOnABaseOfPackages() throws IOException {
    BuiltImage base = build(withDebs(inputs()), 2);
    Inputs inputs = withWheels(inputs());
    PlatformImage image = base.image(0);
    inputs.base = image.getManifest().getDigest();
    inputs.baseArtifacts.add(image.getManifest());
    inputs.baseArtifacts.add(image.getConfig());
    image.getLayers().forEach(layer -> inputs.baseArtifacts.add(layer.getBlob()));
    // The base has an app of its own, which must be another's path.
    inputs.app.clear();
    inputs.app.put("second.py", Inputs.DETECT);

    BuiltImage built = build(inputs, 2);

    assertThat(built.image(0).getLayers().subList(0, image.getLayers().size()))
        .isEqualTo(image.getLayers());
    run(built, "based");
  }
}
