package dev.mintmark.image;

import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.image.dockerfile.DockerfileTool;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What the step made, for looking into. */
record BuiltImage(ArtifactStore store, ImageBuilt event) {
  static BuiltImage of(Inputs inputs, Path workDir, int threads) throws IOException {
    return of(inputs, workDir, threads, Optional.empty());
  }

  static BuiltImage of(Inputs inputs, Path workDir, int threads, Optional<DockerfileTool> tool)
      throws IOException {
    BuildImage step =
        new BuildImage(
            inputs.store, new EventChain(inputs.store), workDir, new Layers(threads), tool);
    return switch (step.apply(inputs.incoming())) {
      case Outcome.Produced<ImageBuilt>(ImageBuilt built) -> new BuiltImage(inputs.store, built);
      case Outcome<ImageBuilt> other -> throw new AssertionError("not built: " + other);
    };
  }

  byte[] read(String digest) {
    return store.read(Digest.parse(digest), 10 << 20);
  }

  PlatformImage image(int number) {
    return event.getImages().get(number);
  }

  Manifest manifest(int number) {
    return OciReader.manifest(read(image(number).getManifest().getDigest()));
  }

  ImageConfig config(int number) {
    return OciReader.config(read(image(number).getConfig().getDigest()));
  }

  FileTable files() {
    return FileTable.parse(read(event.getFiles().getDigest()));
  }

  /** Kind, mode, owner and target of what a layer holds. */
  Map<String, String> layer(int image, int number) throws IOException {
    byte[] blob = read(image(image).getLayers().get(number).getBlob().getDigest());
    Map<String, String> contents = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(blob)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        String what =
            e.isSymbolicLink()
                ? "-> " + e.getLinkName()
                : e.isLink() ? "= " + e.getLinkName() : Integer.toOctalString(e.getMode() & 07777);
        contents.put(e.getName(), what);
      }
    }
    return contents;
  }
}
