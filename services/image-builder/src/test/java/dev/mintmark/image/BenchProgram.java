package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.ImageBuilt;
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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds the benchmark's images and pushes them. Arguments: store, event, work directory, registry;
 * then cache and repository of one build, or nothing: then each line that comes has these two, as a
 * service gets one event after another. Answers each with the seconds of building, of pushing, and
 * of the processor, and the most KiB that the process has taken.
 */
final class BenchProgram {
  private static final long PIECE = 8 << 20;

  private final FolderArtifactStore store;
  private final ModelQuantized event;
  private final Path work;
  private final URI registry;

  private BenchProgram(String[] args) throws Exception {
    this.store = new FolderArtifactStore(Path.of(args[0]));
    this.event = EventCodec.read(Files.readAllBytes(Path.of(args[1])), ModelQuantized.class);
    this.work = Path.of(args[2]);
    this.registry = URI.create(args[3]);
  }

  public static void main(String[] args) throws Exception {
    BenchProgram program = new BenchProgram(args);
    if (args.length > 4) {
      program.build(Path.of(args[4]), new RepositoryName(args[5]));
      return;
    }
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] said = line.split(" ");
      program.build(Path.of(said[0]), new RepositoryName(said[1]));
    }
  }

  private void build(Path cache, RepositoryName repository) throws IOException {
    BuildImage step =
        new BuildImage(
            store,
            new EventChain(store),
            work,
            Layers.onThisMachine(),
            Optional.empty(),
            new ImageCache(
                store,
                Digest.of("bench".getBytes(UTF_8)),
                "secret".getBytes(UTF_8),
                cache,
                1 << 26,
                new SimpleMeterRegistry()));
    Incoming<ModelQuantized> incoming =
        new Incoming<>(
            event,
            Digest.of(EventCodec.write(event)),
            Inputs.RELEASE,
            new Position("mintmark.model.quantized.v1", 0, 0),
            "live");
    long processor = processor();
    long start = System.nanoTime();
    ImageBuilt built =
        switch (step.apply(incoming)) {
          case Outcome.Produced<ImageBuilt>(ImageBuilt made) -> made;
          case Outcome<ImageBuilt> other -> throw new IllegalStateException("not built: " + other);
        };
    long pushing = System.nanoTime();
    push(built, repository);
    long end = System.nanoTime();
    System.out.printf(
        Locale.ROOT,
        "%.3f %.3f %.3f %d%n",
        (pushing - start) / 1e9,
        (end - pushing) / 1e9,
        (processor() - processor) / 1e9,
        peak());
  }

  private static long processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long peak() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findAny()
          .orElse(0);
    }
  }

  private void push(ImageBuilt built, RepositoryName repository) throws IOException {
    Set<Artifact> blobs = new LinkedHashSet<>();
    for (PlatformImage image : built.getImages()) {
      blobs.add(ArtifactReferences.toArtifact(image.getConfig()));
      image.getLayers().forEach(layer -> blobs.add(ArtifactReferences.toArtifact(layer.getBlob())));
    }
    try (RegistryPush push = new RegistryPush(registry, Credentials.anonymous())) {
      push.blobs(repository, blobs, blob -> offset -> from(blob, offset), arrived -> {});
      for (PlatformImage image : built.getImages()) {
        Artifact manifest = ArtifactReferences.toArtifact(image.getManifest());
        push.manifest(repository, store.read(manifest.digest(), 1 << 22), manifest.mediaType());
      }
      Artifact index = ArtifactReferences.toArtifact(built.getIndex());
      byte[] bytes = store.read(index.digest(), 1 << 22);
      push.manifest(repository, bytes, index.mediaType());
      push.tag(repository, new Tag("v1"), bytes, index.mediaType());
    }
  }

  /** What the registry compares with the digest: a piece at a time, as the client asks for it. */
  private InputStream from(Artifact blob, long offset) {
    return store.openRange(blob.digest(), offset, Math.min(PIECE, blob.size() - offset));
  }
}
