package dev.mintmark.packages.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.oci.layer.Layer;
import dev.mintmark.oci.layer.LayerEntry;
import dev.mintmark.oci.layer.LayerWriter;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.deb.DebPackage;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.WheelFixture;
import dev.mintmark.packages.wheel.PythonLayout;
import dev.mintmark.packages.wheel.WheelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From packages to a layer: what image-builder is going to do. */
class MergedLayerTest {
  @TempDir private Path folder;

  private static LayerEntry layerEntry(PackageEntry entry) {
    return switch (entry) {
      case PackageEntry.File file ->
          new LayerEntry.File(
              file.path(), file.mode(), file.size(), file.digest(), () -> file.content().open());
      case PackageEntry.Directory directory ->
          new LayerEntry.Directory(directory.path(), directory.mode());
      case PackageEntry.Symlink link -> new LayerEntry.Symlink(link.path(), link.target());
      case PackageEntry.Hardlink link -> new LayerEntry.Hardlink(link.path(), link.target());
    };
  }

  @Test
  void makesOneLayerOfADebAndAWheel() throws IOException {
    DebPackage deb = DebPackage.open(new DebFixture().write(folder));
    WheelFile wheel = WheelFile.open(WheelFixture.sound().write(folder));
    PythonLayout layout = PythonLayout.underPrefix("/usr/bin/python3.11", "usr/local", 11);
    MergedTree tree =
        Root.merge(
            Base.EMPTY,
            List.of(deb.contribution(), Contribution.of(wheel.subject(), wheel.install(layout))),
            Limits.DEFAULT);

    List<LayerEntry> entries =
        tree.entries().stream().map(placed -> layerEntry(placed.entry())).toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Layer layer = new LayerWriter(0).write(entries, out);

    assertThat(layer.files())
        .extracting(Layer.WrittenFile::path)
        .contains(
            "usr/bin/hello",
            "usr/bin/hi",
            "var/lib/dpkg/status.d/hello",
            "usr/local/bin/greet",
            "usr/local/lib/python3.11/site-packages/greet/__init__.py");
    List<String> links = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())), "UTF-8")) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.isLink()) {
          links.add(e.getName() + " = " + e.getLinkName());
        }
      }
    }
    assertThat(links).containsExactly("usr/bin/hi = usr/bin/hello");
    assertThat(tree.entries())
        .filteredOn(placed -> placed.entry() instanceof PackageEntry.File)
        .allSatisfy(placed -> assertThat(placed.input()).isPresent());
  }
}
