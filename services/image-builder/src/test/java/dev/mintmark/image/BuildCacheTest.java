package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.image.assemble.Layers;
import dev.mintmark.image.cache.ImageCache;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.packages.fixture.TarFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {
  private static final Digest TOOLCHAIN = Digest.of("toolchain".getBytes(UTF_8));
  private static final byte[] SECRET = "secret".getBytes(UTF_8);

  @TempDir Path folder;
  private Path artifacts;
  private Path entries;
  private Inputs inputs;
  private SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @BeforeEach
  void aReleaseOnABaseWithAPackage() {
    artifacts = folder.resolve("artifacts");
    entries = folder.resolve("entries");
    inputs = new Inputs(new FolderArtifactStore(artifacts));
    BaseFixture.debian().in(inputs);
    byte[] deb =
        BaseFixture.deb(
            "hello",
            "1.0",
            "amd64",
            new TarFixture()
                .directory("./usr/", 0755)
                .directory("./usr/bin/", 0755)
                .file("./usr/bin/hello", 0755, "#!/bin/sh\n"));
    inputs.add("linux/amd64", PackageKind.DEBIAN, "hello", "1.0", "hello_1.0_amd64.deb", deb);
  }

  private ImageCache cache(Digest toolchain, byte[] secret) throws IOException {
    return new ImageCache(inputs.store, toolchain, secret, entries, 1 << 20, metrics);
  }

  private ImageBuilt build(@Nullable ImageCache cache) throws IOException {
    BuildImage step =
        new BuildImage(
            inputs.store,
            new EventChain(inputs.store),
            folder.resolve("work"),
            new Layers(2),
            Optional.empty(),
            cache);
    return switch (step.apply(inputs.incoming())) {
      case Outcome.Produced<ImageBuilt>(ImageBuilt built) -> built;
      case Outcome<ImageBuilt> other -> throw new AssertionError("not built: " + other);
    };
  }

  private ImageBuilt cached() throws IOException {
    metrics = new SimpleMeterRegistry();
    return build(cache(TOOLCHAIN, SECRET));
  }

  private ImageBuilt cold() throws IOException {
    return build(null);
  }

  private double count(String part, String outcome) {
    return metrics.counter("mintmark.image.cache", "part", part, "outcome", outcome).count();
  }

  private void assertSame(ImageBuilt built, ImageBuilt expected) {
    assertThat(EventCodec.write(built)).isEqualTo(EventCodec.write(expected));
  }

  @Test
  void makesTheSameEventColdAndWarm() throws IOException {
    ImageBuilt cold = cold();

    assertSame(cached(), cold);
    assertThat(count("images", "miss")).isOne();
    assertSame(cached(), cold);
    assertThat(count("images", "hit")).isOne();
    assertThat(count("layer", "hit") + count("layer", "miss")).isZero();
  }

  @Test
  void takesAllLayersForAnotherReleaseOfTheSameInputs() throws IOException {
    ImageBuilt first = cached();
    inputs.version = "v1.0.1";
    inputs.model = inputs.store.put("another model".getBytes(UTF_8), "application/onnx");

    ImageBuilt second = cached();

    assertThat(count("images", "hit")).isOne();
    assertThat(second.getIndex()).isNotEqualTo(first.getIndex());
    assertThat(second.getImages().getFirst().getLayers())
        .isEqualTo(first.getImages().getFirst().getLayers());
    assertSame(second, cold());
  }

  @Test
  void takesTheLayersThatDidNotChange() throws IOException {
    cached();
    inputs.app.put("lib/detect.py", "boxes = {}\n".getBytes(UTF_8));

    ImageBuilt second = cached();

    assertThat(count("images", "miss")).isOne();
    assertThat(count("layer", "hit")).isEqualTo(3);
    assertThat(count("layer", "miss")).isOne();
    assertSame(second, cold());
  }

  @Test
  void makesEverythingAgainForAnotherTime() throws IOException {
    cached();
    inputs.epoch++;

    ImageBuilt second = cached();

    assertThat(count("images", "hit") + count("layer", "hit")).isZero();
    assertSame(second, cold());
  }

  @Test
  void looksAtNoEntryOfAnotherProgram() throws IOException {
    cached();
    metrics = new SimpleMeterRegistry();

    build(cache(Digest.of("another".getBytes(UTF_8)), SECRET));

    assertThat(count("images", "miss")).isOne();
    assertThat(count("layer", "hit")).isZero();
  }

  @Test
  void missesWhereWhatTheGatesGoByChanged() throws IOException {
    cached();
    inputs.libc = "{kind: libc, name: glibc, minimum: \"2.31\"}";

    cached();

    assertThat(count("images", "miss")).isOne();
  }

  @Test
  void holdsTheBudgetAlsoWhenItMakesNothing() throws IOException {
    cached();
    inputs.sizeBudget = 1L;

    assertThatThrownBy(this::cached)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("IMG-041");
  }

  @Test
  void makesAgainWhatTheStoreHasNoMore() throws IOException {
    ImageBuilt first = cached();
    String table = first.getFiles().getDigest();
    String layer = first.getImages().getFirst().getLayers().getLast().getBlob().getDigest();
    Files.delete(artifacts.resolve(Digest.parse(table).hex()));
    Files.delete(artifacts.resolve(Digest.parse(layer).hex()));

    ImageBuilt second = cached();

    assertThat(count("images", "broken")).isOne();
    assertThat(count("layer", "broken")).isOne();
    assertSame(second, first);
    assertThat(artifacts.resolve(Digest.parse(table).hex())).exists();
    assertThat(artifacts.resolve(Digest.parse(layer).hex())).exists();
  }

  @Test
  void makesAgainWhatHasAnotherSizeInTheStore() throws IOException {
    ImageBuilt first = cached();
    String layer = first.getImages().getFirst().getLayers().getLast().getBlob().getDigest();
    Files.write(artifacts.resolve(Digest.parse(layer).hex()), new byte[] {1});

    assertSame(cached(), first);
    assertThat(count("images", "broken")).isOne();
    assertThat(Digest.of(artifacts.resolve(Digest.parse(layer).hex())).toString()).isEqualTo(layer);
  }

  @Test
  void makesAgainWhereAnEntryIsDamagedOrCut() throws IOException {
    ImageBuilt expected = cached();
    Map<Path, byte[]> sound = sound();
    for (int at : List.of(0, 31, 32, 40, 120, -1)) {
      for (boolean cut : List.of(true, false)) {
        for (Map.Entry<Path, byte[]> entry : sound.entrySet()) {
          byte[] bytes = entry.getValue().clone();
          int place = at < 0 ? bytes.length - 1 : Math.min(at, bytes.length - 1);
          bytes[place] ^= 1;
          Files.write(entry.getKey(), cut ? Arrays.copyOf(bytes, place) : bytes);
        }

        assertSame(cached(), expected);
        assertThat(count("images", "broken")).isOne();
        assertThat(count("images", "hit") + count("layer", "hit")).isZero();
      }
    }
    assertThat(sound()).hasSameSizeAs(sound);
  }

  private Map<Path, byte[]> sound() throws IOException {
    Map<Path, byte[]> sound = new TreeMap<>();
    try (Stream<Path> files = Files.list(entries)) {
      for (Path file : files.toList()) {
        sound.put(file, Files.readAllBytes(file));
      }
    }
    return sound;
  }

  @Test
  void findsOutAnEntryThatWasPutUnderAnotherKey() throws IOException {
    cached();
    List<Path> before;
    try (Stream<Path> files = Files.list(entries)) {
      before = files.toList();
    }
    inputs.app.put("lib/detect.py", "evil = {}\n".getBytes(UTF_8));
    ImageBuilt evil = cached();
    Map<Path, byte[]> all = sound();
    for (Path old : before) {
      for (Path other : all.keySet()) {
        if (!before.contains(other)) {
          Files.copy(other, old, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    inputs.app.put("lib/detect.py", Inputs.DETECT);

    ImageBuilt built = cached();

    assertThat(count("images", "broken")).isOne();
    assertThat(built.getIndex()).isNotEqualTo(evil.getIndex());
    assertSame(built, cold());
  }

  @Test
  void findsOutAnEntryOfSomeoneWhoDoesNotKnowTheSecret() throws IOException {
    build(cache(TOOLCHAIN, "other".getBytes(UTF_8)));

    ImageBuilt built = cached();

    assertThat(count("images", "broken")).isOne();
    assertThat(count("layer", "broken")).isEqualTo(4);
    assertSame(built, cold());
  }

  @Test
  void builtSideBySideItMakesOneEvent() throws Exception {
    byte[] expected = EventCodec.write(cold());
    ImageCache shared = cache(TOOLCHAIN, SECRET);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<byte[]> one = () -> EventCodec.write(build(shared));
      for (var built : threads.invokeAll(IntStream.range(0, 12).mapToObj(i -> one).toList())) {
        assertThat(built.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void buildsWhereTheFolderCannotBeUsed() throws IOException {
    ImageCache cache = cache(TOOLCHAIN, SECRET);
    Files.delete(entries);
    Files.writeString(entries, "no folder");

    assertSame(build(cache), cold());
  }
}
