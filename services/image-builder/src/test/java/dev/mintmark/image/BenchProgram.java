package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.image.cache.ImageCache;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryPush;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Builds the benchmark's images and pushes them. Arguments: store, event, work directory, cache,
 * registry, repository, builds in this JVM; prints the seconds of each build and push.
 */
final class BenchProgram {
  private final FolderArtifactStore store;
  private final URI registry;
  private final RepositoryName repository;

  private BenchProgram(String[] args) {
    this.store = new FolderArtifactStore(Path.of(args[0]));
    this.registry = URI.create(args[4]);
    this.repository = new RepositoryName(args[5]);
  }

  public static void main(String[] args) throws Exception {
    BenchProgram program = new BenchProgram(args);
    ModelQuantized event =
        EventCodec.read(Files.readAllBytes(Path.of(args[1])), ModelQuantized.class);
    ImageCache cache =
        args[3].equals("-")
            ? null
            : new ImageCache(
                program.store,
                Digest.of("bench".getBytes(UTF_8)),
                "secret".getBytes(UTF_8),
                Path.of(args[3]),
                1 << 26,
                new SimpleMeterRegistry());
    BuildImage step =
        new BuildImage(
            program.store,
            new EventChain(program.store),
            Path.of(args[2]),
            Layers.onThisMachine(),
            Optional.empty(),
            cache);
    Incoming<ModelQuantized> incoming =
        new Incoming<>(
            event,
            Digest.of(EventCodec.write(event)),
            Inputs.RELEASE,
            new Position("mintmark.model.quantized.v1", 0, 0),
            "live");
    for (int i = 0; i < Integer.parseInt(args[6]); i++) {
      long start = System.nanoTime();
      ImageBuilt built =
          switch (step.apply(incoming)) {
            case Outcome.Produced<ImageBuilt>(ImageBuilt made) -> made;
            case Outcome<ImageBuilt> other ->
                throw new IllegalStateException("not built: " + other);
          };
      long pushing = System.nanoTime();
      program.push(built);
      System.out.println((pushing - start) / 1e9 + " " + (System.nanoTime() - pushing) / 1e9);
    }
  }

  private void push(ImageBuilt built) throws IOException {
    try (RegistryPush push = new RegistryPush(registry, Credentials.anonymous())) {
      for (PlatformImage image : built.getImages()) {
        blob(push, image.getConfig());
        for (Layer layer : image.getLayers()) {
          blob(push, layer.getBlob());
        }
        Artifact manifest = ArtifactReferences.toArtifact(image.getManifest());
        push.manifest(repository, store.read(manifest.digest(), 1 << 22), manifest.mediaType());
      }
      Artifact index = ArtifactReferences.toArtifact(built.getIndex());
      byte[] bytes = store.read(index.digest(), 1 << 22);
      push.manifest(repository, bytes, index.mediaType());
      push.tag(repository, new Tag("v1"), bytes, index.mediaType());
    }
  }

  private void blob(RegistryPush push, ArtifactReference reference) throws IOException {
    Artifact blob = ArtifactReferences.toArtifact(reference);
    // What the store gives is checked, and read from its beginning alone.
    Path copy = Files.createTempFile("mintmark-bench", ".blob");
    try {
      try (InputStream in = store.open(blob.digest())) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      push.blob(repository, blob, offset -> from(copy, offset), sent -> {});
    } finally {
      Files.delete(copy);
    }
  }

  private static InputStream from(Path file, long offset) throws IOException {
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(offset);
    return in;
  }
}
