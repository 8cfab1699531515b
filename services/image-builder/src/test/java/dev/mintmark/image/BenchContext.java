package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryPush;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The benchmark's inputs, the same for all: a base for two platforms, 1,000 Python files of 34 MB,
 * a library of 30 MB for each platform, a model of 40 MB, and two files of an app.
 */
record BenchContext(Path folder, Path event, String base, List<ArtifactReference> baseArtifacts) {
  private static final int MODULES = 1000;
  private static final int MEGABYTE = 1_000_000;

  static BenchContext make(Path folder, ArtifactStore store) throws IOException {
    Inputs inputs = new Inputs(store);
    String padding = text(20 * MEGABYTE);
    BaseFixture base = new BaseFixture();
    base.tars.add(
        platform -> BaseFixture.debianTar(platform).file("usr/lib/system", 0644, padding).build());
    base.in(inputs);
    inputs.app.clear();
    app(inputs.app);
    inputs.files.clear();
    for (String architecture : List.of("amd64", "arm64")) {
      byte[] library = library(architecture.equals("amd64") ? 62 : 183);
      write(folder.resolve("native/" + architecture + "/libnative.so"), library);
      ArtifactReference stored = inputs.put(library, "application/octet-stream");
      inputs.files.add(Inputs.file("linux/" + architecture, "/usr/lib/libnative.so", stored, null));
    }
    for (Map.Entry<String, byte[]> file : inputs.app.entrySet()) {
      write(folder.resolve("app/" + file.getKey()), file.getValue());
    }
    Path event = folder.resolveSibling("event");
    Files.write(event, EventCodec.write(inputs.quantized()));
    Files.writeString(
        folder.resolve("Dockerfile"),
        """
        ARG BASE
        FROM ${BASE}
        ARG TARGETARCH
        COPY native/${TARGETARCH}/libnative.so /usr/lib/libnative.so
        COPY app /app
        ENTRYPOINT ["/app/serve.sh"]
        """);
    return new BenchContext(folder, event, inputs.base, List.copyOf(inputs.baseArtifacts));
  }

  private static void app(Map<String, byte[]> app) {
    app.put("serve.sh", Inputs.SERVE);
    app.put("main.py", Inputs.DETECT);
    byte[] model = new byte[40 * MEGABYTE];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < model.length; i++) {
      // Weights around zero.
      model[i] = (byte) (random.nextInt(32) + random.nextInt(32) + random.nextInt(32) - 48);
    }
    app.put("model.bin", model);
    String all = text(34 * MEGABYTE);
    int size = all.length() / MODULES;
    for (int i = 0; i < MODULES; i++) {
      app.put(
          "lib/package" + i / 50 + "/module" + i + ".py",
          all.substring(i * size, (i + 1) * size).getBytes(UTF_8));
    }
  }

  private static String text(int bytes) {
    String[] words = {
      "def ", "return ", "self.", "import ", "value", "index", " = ", "(", ")\n    "
    };
    StringBuilder text = new StringBuilder(bytes);
    SplittableRandom random = new SplittableRandom(bytes);
    while (text.length() < bytes) {
      text.append(words[random.nextInt(words.length)]).append(random.nextInt(100));
    }
    return text.toString();
  }

  private static byte[] library(int machine) {
    byte[] library = new byte[30 * MEGABYTE];
    SplittableRandom random = new SplittableRandom(machine);
    for (int i = 0; i < library.length; i++) {
      library[i] = (byte) (i % 3 == 0 ? random.nextInt() : i >> 4);
    }
    byte[] header = Inputs.elf(machine, "");
    System.arraycopy(header, 0, library, 0, header.length);
    return library;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Puts the base there, from the store. */
  void push(ArtifactStore store, URI registry) throws IOException {
    RepositoryName repository = new RepositoryName("base");
    try (RegistryPush push = new RegistryPush(registry, Credentials.anonymous())) {
      for (ArtifactReference each : baseArtifacts) {
        Artifact artifact = ArtifactReferences.toArtifact(each);
        byte[] bytes = store.read(artifact.digest(), 1 << 27);
        switch (artifact.mediaType()) {
          case OciMediaTypes.MANIFEST, OciMediaTypes.INDEX ->
              push.manifest(repository, bytes, artifact.mediaType());
          default ->
              push.blob(
                  repository,
                  artifact,
                  from -> new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from),
                  sent -> {});
        }
      }
    }
  }
}
